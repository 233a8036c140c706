import type { Conversation, ConversationMessage } from '@ollama-dashboard/contracts'
import type { Actor } from '../kernel/call-context.ts'
import { seenOf, sees } from '../kernel/rights/sees.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import type { Scope } from './conversation-table.ts'

/** A conversation that an actor sees may have replies of models that it does not: what was said stays, without their names. */
export function seenConversation(
  { messages, reply, ...conversation }: Conversation,
  { actor }: { readonly actor: Pick<Actor, 'grant'> },
): Conversation {
  if (actor.grant === null) return { ...conversation, messages, reply }
  const seen = ({ model, ...message }: ConversationMessage): ConversationMessage =>
    model !== undefined && sees(actor, { model }) ? { ...message, model } : message
  return { ...conversation, messages: messages.map(seen), reply: reply && sees(actor, reply) ? reply : null }
}

/** The models of an actor's conversations that it sees; undefined where nothing is hidden. */
export async function seenModels(
  actor: Pick<Actor, 'grant'>,
  repository: Pick<ConversationRepository, 'models'>,
  scope: Scope,
): Promise<readonly string[] | undefined> {
  if (!actor.grant?.models) return undefined
  return seenOf(actor, await repository.models(scope), (model) => ({ model }))
}

import type { ConversationSummary, ListedConversation } from '@ollama-dashboard/contracts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { reachesAll } from '../kernel/rights/allows.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { fromCursor, toCursor } from './conversation-cursor.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import type { Scope, StoredConversation } from './conversation-table.ts'
import type { Conversations } from './conversations.ts'
import { mostLookedThrough, passageIn } from './search/passage.ts'
import { seenModels } from './seen-conversation.ts'

const defaultPageSize = 20

/** Lists of conversations, a page at a time, and what was searched for in them. */
export function createConversationPages(repository: ConversationRepository): Conversations['page'] {
  return async (context, { limit = defaultPageSize, before, model, q }) => {
    const text = q?.trim() || undefined
    const scope = scopeOf(context)
    const models = await seenModels(context.actor, repository, scope)
    if (models?.length === 0) return { sessions: [], next: null }
    const found = await repository.page({
      scope,
      models,
      // One more tells whether there is a next page.
      limit: limit + 1,
      before: before === undefined ? undefined : fromCursor(before),
      model: model === undefined ? undefined : normalizeModelName(model),
      text,
    })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next = found.length > limit && last ? toCursor(last) : null
    if (text === undefined) return { sessions: page.map(summaryOf), next }
    const sessions: ListedConversation[] = []
    // One after the other: each may be as long as a conversation can be.
    for (const one of page) {
      context.signal.throwIfAborted()
      const contents = await repository.firstContents(one.id, mostLookedThrough)
      sessions.push({ ...summaryOf(one), passage: passageIn(contents, text) })
    }
    const conversations = page.filter(({ owner }) => owner !== keyIdOf(context.actor)).length
    if (conversations > 0) context.changed?.({ after: { passages_of_other_keys: conversations } })
    return { sessions, next }
  }
}

const scopeOf = ({ actor }: CallContext): Scope => (reachesAll(actor) ? 'all' : { owner: keyIdOf(actor) })

export const summaryOf = ({ owner: _, ...summary }: StoredConversation): ConversationSummary => summary

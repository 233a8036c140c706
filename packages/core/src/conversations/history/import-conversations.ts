import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { ConversationRepository } from '../conversation-repository.ts'
import type { StoredConversation } from '../conversation-table.ts'
import type { WholeConversation } from './history-file.ts'

export interface ImportOptions {
  readonly storage: { readonly conversations: ConversationRepository }
  /** Max chats per owner. Older ones are not imported. */
  readonly maxHistory: number
  readonly clock: Clock
}

/** Adds conversations that are not there yet; those that are stay as they are. Tells how many were added. */
export async function importConversations(
  conversations: readonly WholeConversation[],
  { storage: { conversations: repository }, maxHistory, clock }: ImportOptions,
): Promise<number> {
  const now = timestamp(clock.now())
  let imported = 0
  for (const [owner, own] of Map.groupBy(conversations, ({ conversation }) => conversation.owner)) {
    const absent = await thoseAbsent(repository, own)
    const there = await repository.page({ scope: { owner }, limit: maxHistory })
    const all = [...there, ...absent.values().map(({ conversation }) => notAfter(now, conversation))]
    const isThere = new Set(there.map(({ id }) => id))
    // Those that are pinned here already never go: what is pinned in a file comes after them.
    const rank = ({ id, pinned }: StoredConversation) => (pinned ? (isThere.has(id) ? 0 : 1) : 2)
    const ranked = all.toSorted((a, b) => rank(a) - rank(b) || newestFirst(a, b))
    for (const conversation of ranked.slice(0, maxHistory)) {
      // Each may be as long as a conversation can be: whoever streams has a turn in between.
      await nextTurn()
      const found = absent.get(conversation.id)
      if (found && (await repository.save(conversation, found.messages))) imported += 1
    }
    await repository.keep(owner, maxHistory)
  }
  return imported
}

async function thoseAbsent(
  repository: ConversationRepository,
  conversations: readonly WholeConversation[],
): Promise<Map<string, WholeConversation>> {
  const absent = new Map<string, WholeConversation>()
  for (const { conversation, messages } of conversations) {
    const id = await idFor(conversation, repository)
    if (id !== null && !absent.has(id)) absent.set(id, { conversation: { ...conversation, id }, messages })
  }
  return absent
}

/** Its own, or where that is another owner's one that is told by both, the same each time; null where it is there already. */
async function idFor({ id, owner }: StoredConversation, repository: ConversationRepository): Promise<string | null> {
  const known = await repository.find(id)
  if (known?.owner === owner) return null
  const own = createHash('sha256')
    .update(`${owner ?? ''}\n${id}`)
    .digest('hex')
  if (await repository.find(own)) return null
  return known ? own : id
}

/** A chat of the future would be the newest until then, and push every new one out. */
const notAfter = (now: string, conversation: StoredConversation): StoredConversation => ({
  ...conversation,
  created_at: conversation.created_at < now ? conversation.created_at : now,
  updated_at: conversation.updated_at < now ? conversation.updated_at : now,
})

/** Sorts as the storage does: the pinned ones are first. */
export const newestFirst = (a: StoredConversation, b: StoredConversation): number =>
  Number(b.pinned) - Number(a.pinned) || compare(b.updated_at, a.updated_at) || compare(b.id, a.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

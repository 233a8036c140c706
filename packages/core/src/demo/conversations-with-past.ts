import type { ConversationMessage } from '@ollama-dashboard/contracts'
import type { ConversationRepository } from '../conversations/conversation-repository.ts'
import { newestFirst } from '../conversations/history/import-conversations.ts'

/**
 * The conversations of a demo's past among those that are kept, as if all were one. What begins as one of the past stays
 * in the past: a fork of it, or an import of what was exported.
 */
export function conversationsWithPast(
  own: ConversationRepository,
  past: ConversationRepository,
  isOver: () => boolean,
): ConversationRepository {
  /** The first messages of the past, by which its copies are recognised. */
  const beginnings = new Set<string>()

  async function of(id: string): Promise<ConversationRepository> {
    return !isOver() && (await past.find(id)) ? past : own
  }
  async function copies([first]: readonly ConversationMessage[]): Promise<boolean> {
    if (isOver() || !first) return false
    if (beginnings.size === 0) {
      for (const { id } of await past.page({ scope: 'all', limit: 1000 })) {
        beginnings.add(beginning((await past.messagesWithoutImages(id))[0]))
      }
    }
    return beginnings.has(beginning(first))
  }

  return {
    async page(query) {
      if (isOver()) return own.page(query)
      const found = await Promise.all([own.page(query), past.page(query)])
      return found.flat().toSorted(newestFirst).slice(0, query.limit)
    },
    async models(scope) {
      const models = await own.models(scope)
      return isOver() ? models : [...new Set([...models, ...(await past.models(scope))])]
    },
    find: async (id) => (await of(id)).find(id),
    messages: async (id) => (await of(id)).messages(id),
    messagesWithoutImages: async (id) => (await of(id)).messagesWithoutImages(id),
    async save(conversation, messages) {
      const isPast = (await of(conversation.id)) === past || (await copies(messages))
      return (isPast ? past : own).save(conversation, messages)
    },
    append: async (id, ...rest) => (await of(id)).append(id, ...rest),
    exchangeOf: async (id, ...rest) => (await of(id)).exchangeOf(id, ...rest),
    indexOf: async (id, exchange) => (await of(id)).indexOf(id, exchange),
    reply: async (id, ...rest) => (await of(id)).reply(id, ...rest),
    firstContents: async (id, characters) => (await of(id)).firstContents(id, characters),
    change: async (id, change) => (await of(id)).change(id, change),
    async countPinned(owner) {
      const count = await own.countPinned(owner)
      return isOver() ? count : count + (await past.countPinned(owner))
    },
    remove: async (id) => (await of(id)).remove(id),
    async removeAll(...which) {
      const removed = await own.removeAll(...which)
      return isOver() ? removed : removed + (await past.removeAll(...which))
    },
    async keep(owner, max, stays) {
      await own.keep(owner, max, stays)
      if (!isOver()) await past.keep(owner, max, stays)
    },
  }
}

/** What was said first, and when: a copy has the same. */
const beginning = (message: ConversationMessage | undefined): string =>
  JSON.stringify([message?.created_at, message?.content])

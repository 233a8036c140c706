import { randomUUID } from 'node:crypto'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { type CallContext, type ChangedFields, keyIdOf } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { allows } from '../kernel/rights/allows.ts'
import { seenOf, sees } from '../kernel/rights/sees.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import { asLength, differences } from '../kernel/told-changes.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { checkImagesKept, expectRoom } from './check-request.ts'
import { claimsAlone } from './claims/reply-claims.ts'
import { createConversationExchanges, replyInProgress } from './conversation-exchanges.ts'
import { createConversationPages, summaryOf } from './conversation-pages.ts'
import type { StoredConversation } from './conversation-table.ts'
import { checkedChange, titleOf, untitled } from './conversation-title.ts'
import type { Conversations, ConversationsOptions } from './conversations.ts'
import { createHistoryExport } from './history/history-export.ts'
import { readHistoryInTurns } from './history/history-file.ts'
import { importConversations } from './history/import-conversations.ts'
import { seenConversation, seenModels } from './seen-conversation.ts'

/** Takes over what a file that is there already holds, before anything is saved and so before it is written over. */
export async function openConversations(options: ConversationsOptions): Promise<Conversations> {
  const { storage, shown: repository = storage.conversations, maxHistory, clock, claims = claimsAlone } = options
  const file = createHistoryExport(options)
  const exchanges = createConversationExchanges({ repository, file, clock, claims })
  claims.onRemoved(() => void exchanges.stopOwnOrphans().catch(options.report))

  /** Reading what another key owns is worth a word. */
  async function findToRead(context: CallContext, id: string): Promise<StoredConversation> {
    const found = await findStored(context, id)
    const { owner, message_count: messages } = found
    if (owner !== keyIdOf(context.actor)) context.changed?.({ target: id, after: { owner, messages } })
    return found
  }

  async function findStored({ actor }: CallContext, id: string): Promise<StoredConversation> {
    const conversation = await repository.find(id)
    if (conversation && allows(actor, 'conversations.get', conversation) && sees(actor, conversation))
      return conversation
    throw conversationNotFound()
  }

  /** Pinned ones never go: more of them than are kept would be kept for ever. */
  async function expectRoomToPin({ pinned, owner }: StoredConversation, before: StoredConversation | null) {
    if (!pinned || before?.pinned || (await repository.countPinned(owner)) < maxHistory) return
    throw new DashboardError('too_many_pinned', `${maxHistory} chats are pinned already.`, {
      hint: 'Unpin one first.',
    })
  }

  await file.write()

  return {
    page: createConversationPages(repository),

    async find(context, { id }) {
      const { owner: _, message_count: __, ...conversation } = await findToRead(context, id)
      return seenConversation(
        { ...conversation, ...(await exchanges.withReply(id, await repository.messages(id))) },
        context,
      )
    },

    async expectAccess(context, { id }) {
      await findToRead(context, id)
    },

    async save(context, { id = randomUUID(), title: called, pinned, model, from, messages: own }) {
      const title = called === undefined ? undefined : givenLine('title', called)
      checkImagesKept(own)
      const before = await repository.find(id)
      if (before) await findStored(context, id)
      // Its question would be gone, and what is said to it nowhere.
      if (await exchanges.isFollowed(id)) throw replyInProgress()
      if (from) await findStored(context, from.id)
      const begun = from ? (await repository.messages(from.id)).slice(0, from.messages) : []
      const messages = [...begun, ...own.map(inUtc)]
      expectRoom(messages.length)
      // A title that somebody gave stays.
      const known = before?.title === untitled ? undefined : before?.title
      const now = timestamp(clock.now())
      const conversation = {
        id,
        owner: before ? before.owner : keyIdOf(context.actor),
        title: title ?? known ?? titleOf(messages),
        model: normalizeModelName(model),
        created_at: before?.created_at ?? now,
        updated_at: now,
        message_count: messages.length,
        pinned: pinned ?? before?.pinned ?? false,
      }
      await expectRoomToPin(conversation, before)
      // Another key may have saved it since: then it is theirs.
      if (!(await repository.save(conversation, messages))) throw conversationNotFound()
      context.changed?.({
        target: id,
        before: before && { messages: before.message_count },
        after: { messages: messages.length, model: conversation.model },
      })
      if (!before) {
        await repository.keep(conversation.owner, maxHistory, id)
        await exchanges.stopOrphans()
      }
      await file.write()
      return id
    },

    ...exchanges,

    async update(context, { id, ...asked }) {
      const change = checkedChange(asked)
      const before = await findStored(context, id)
      const conversation = { ...before, ...change }
      await expectRoomToPin(conversation, before)
      await repository.change(id, change)
      const told = differences(before, conversation)
      context.changed?.({ target: id, before: toldOf(told.before), after: toldOf(told.after) })
      await file.write()
      return summaryOf(conversation)
    },

    async remove(context, { id }) {
      const { owner, message_count: messages } = await findStored(context, id)
      await file.adopt()
      await repository.remove(id)
      context.changed?.({ target: id, before: { owner, messages } })
      await exchanges.stopOrphans()
      await file.write()
    },

    async removeAll(context) {
      await file.adopt()
      const owner = keyIdOf(context.actor)
      const models = await seenModels(context.actor, repository, { owner })
      const removed = models?.length === 0 ? 0 : await repository.removeAll(owner, models)
      context.changed?.({ before: { conversations: removed } })
      await exchanges.stopOrphans()
      await file.write()
      return removed
    },

    async importAll(context, { entries }) {
      const owner = keyIdOf(context.actor)
      const seen = seenOf(context.actor, await readHistoryInTurns(entries), ({ conversation }) => conversation)
      const owned = seen.map(({ conversation, messages }) => ({
        conversation: { ...conversation, owner },
        messages,
      }))
      const imported = await importConversations(owned, { storage: { conversations: repository }, maxHistory, clock })
      await file.write()
      const skipped = entries.length - imported
      context.changed?.({ after: { imported, skipped } })
      return { imported, skipped }
    },

    health: file.health,
    claims,
    async [Symbol.asyncDispose]() {
      claims[Symbol.dispose]()
      await file[Symbol.asyncDispose]()
    },
  }
}

/** Titles are what people write: their length is told. */
const toldOf = ({ title, ...others }: Partial<StoredConversation>): ChangedFields => ({
  ...others,
  ...(title !== undefined && { title: asLength(title) }),
})

const conversationNotFound = () =>
  new DashboardError('session_not_found', 'Chat not found.', {
    hint: 'It may be deleted, or belong to another key.',
  })

const inUtc = ({ created_at, ...message }: ConversationMessage): ConversationMessage =>
  created_at === undefined ? message : { ...message, created_at: timestamp(Date.parse(created_at)) }

import { randomUUID } from 'node:crypto'
import type { ConversationMessage, ConversationSummary, ListedConversation } from '@ollama-dashboard/contracts'
import { type Actor, type CallContext, type ChangedFields, keyIdOf } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { allows, reachesAll } from '../kernel/rights/allows.ts'
import { seenOf, sees } from '../kernel/rights/sees.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import { asLength, differences } from '../kernel/told-changes.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { checkImagesKept, expectRoom } from './check-request.ts'
import { fromCursor, toCursor } from './conversation-cursor.ts'
import { createConversationExchanges, replyInProgress } from './conversation-exchanges.ts'
import type { Scope, StoredConversation } from './conversation-table.ts'
import { checkedChange, titleOf, untitled } from './conversation-title.ts'
import type { Conversations, ConversationsOptions } from './conversations.ts'
import { createHistoryExport } from './history/history-export.ts'
import { readHistoryInTurns } from './history/history-file.ts'
import { importConversations } from './history/import-conversations.ts'
import { mostLookedThrough, passageIn } from './search/passage.ts'
import { seenConversation } from './seen-conversation.ts'

const defaultPageSize = 20

/** Takes over what a file that is there already holds, before anything is saved and so before it is written over. */
export async function openConversations(options: ConversationsOptions): Promise<Conversations> {
  const { storage, shown: repository = storage.conversations, maxHistory, clock } = options
  const file = createHistoryExport(options)
  const exchanges = createConversationExchanges(repository, file, clock)

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

  const scopeOf = ({ actor }: CallContext): Scope => (reachesAll(actor) ? 'all' : { owner: keyIdOf(actor) })

  /** The models of an actor's conversations that it sees; undefined where nothing is hidden. */
  async function seenModels(actor: Actor, scope: Scope): Promise<readonly string[] | undefined> {
    if (!actor.grant?.models) return undefined
    return seenOf(actor, await repository.models(scope), (model) => ({ model }))
  }

  await file.write()

  return {
    async page(context, { limit = defaultPageSize, before, model, q }) {
      const text = q?.trim() || undefined
      const scope = scopeOf(context)
      const models = await seenModels(context.actor, scope)
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
    },

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
      if (exchanges.followed(id)) throw replyInProgress()
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
      const models = await seenModels(context.actor, { owner })
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
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
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

const summaryOf = ({ owner: _, ...summary }: StoredConversation): ConversationSummary => summary

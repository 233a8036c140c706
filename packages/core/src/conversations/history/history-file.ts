import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ChatRole, ConversationMessage, chatRoles, limits, listedName } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { parseJsonFile, unreadable } from '../../files/json-file.ts'
import { readTimestamp, timestamp } from '../../kernel/clock.ts'
import { isObject, type JsonObject, objectOf, textOf, textsOf } from '../../ollama/answers/json-value.ts'
import { isBase64 } from '../base64.ts'
import type { StoredConversation } from '../conversation-table.ts'
import { beginningOf, titleOf } from '../conversation-title.ts'

/** A conversation with its messages, as it goes into a file and comes out of it. */
export interface WholeConversation {
  readonly conversation: StoredConversation
  readonly messages: readonly ConversationMessage[]
}

/**
 * An entry of the history file: the format of the old dashboard, with a few keys of ours. Callers leave images out: they
 * would make the file too large to read, and stay in the storage.
 */
export const toHistoryEntry = ({ conversation, messages }: WholeConversation): JsonObject => ({
  id: conversation.id,
  timestamp: conversation.updated_at,
  model: conversation.model,
  prompt: messages.findLast(({ role }) => role === 'user')?.content ?? '',
  response: messages.findLast(({ role }) => role === 'assistant')?.content ?? '',
  messages,
  title: conversation.title,
  created_at: conversation.created_at,
  owner: conversation.owner,
  ...(conversation.pinned && { pinned: true }),
})

/** The text of an entry in pieces, a message a line: no indentation grows with what a message holds. */
export function* historyEntryPieces(conversation: WholeConversation): Generator<string, void, void> {
  const { messages: _, ...entry } = toHistoryEntry(conversation)
  const members = Object.entries(entry).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  yield `  {\n${members.join(',\n')},\n    "messages": [`
  for (const [at, message] of conversation.messages.entries())
    yield `${at === 0 ? '\n' : ',\n'}      ${JSON.stringify(message)}`
  yield conversation.messages.length === 0 ? ']\n  }' : '\n    ]\n  }'
}

export interface ReadConversation extends WholeConversation {
  /** What it was read from. */
  readonly entry: JsonObject
}

/** The conversations of such a list; entries without a word in them are left out. */
export const readHistory = (entries: readonly unknown[]): ReadConversation[] =>
  entries.flatMap((entry) => {
    const read = isObject(entry) ? readEntry(entry) : null
    return read ? [read] : []
  })

/** Like `readHistory`, but yields to the event loop before each entry. */
export async function readHistoryInTurns(entries: readonly unknown[]): Promise<ReadConversation[]> {
  const read: ReadConversation[] = []
  for (const entry of entries) {
    await nextTurn()
    read.push(...readHistory([entry]))
  }
  return read
}

/** Model name of a chat without one. */
const unknownModel = 'unknown'

function readEntry(entry: JsonObject): ReadConversation | null {
  const messages = messagesOf(entry)
  if (messages.length === 0) return null
  const updated_at = timeOf(entry['timestamp']) ?? timeOf(entry['created_at']) ?? timestamp(0)
  const id = textOf(entry['id'])
  const model = textOf(entry['model'])
  return {
    entry,
    conversation: {
      // Without one, or with one that is none of ours, it is told by what it holds: so it is the same the next time.
      id: id && /^[\w-]{1,64}$/.test(id) ? id : createHash('sha256').update(JSON.stringify(entry)).digest('hex'),
      owner: textOf(entry['owner']),
      title: beginningOf(textOf(entry['title']) ?? titleOf(messages), limits.titleLength),
      model: model === null || model === unknownModel ? unknownModel : listedName(model),
      created_at: timeOf(entry['created_at']) ?? updated_at,
      updated_at,
      message_count: messages.length,
      pinned: entry['pinned'] === true,
    },
    messages,
  }
}

function messagesOf(entry: JsonObject): ConversationMessage[] {
  const written = Array.isArray(entry['messages']) ? entry['messages'].map(objectOf) : []
  const messages = written.flatMap((message) => readMessage(message) ?? [])
  const [prompt, response] = [textOf(entry['prompt']), textOf(entry['response'])]
  const placeOf = (role: ChatRole, text: string) =>
    messages.findLastIndex((one) => one.role === role && one.content.trim() === text.trim())
  // Some files have the two beside the messages alone, and not among them.
  if (response !== null && placeOf('assistant', response) === -1)
    messages.push({ role: 'assistant', content: response })
  if (prompt !== null && placeOf('user', prompt) === -1) {
    const before = response === null ? messages.length : placeOf('assistant', response)
    messages.splice(before, 0, { role: 'user', content: prompt })
  }
  return messages
}

/** What else a message of ours has; each is kept where it is as it should be. */
const { role: _, content: __, created_at: ___, images: Images, ...further } = ConversationMessage.properties

function readMessage(message: JsonObject): ConversationMessage | null {
  const role = chatRoles.find((one) => one === message['role'])
  if (!role || typeof message['content'] !== 'string') return null
  const created_at = timeOf(message['created_at'] ?? message['timestamp'])
  const kept = Object.entries(further).filter(
    ([name, schema]) => Object.hasOwn(message, name) && Value.Check(schema, message[name]),
  )
  const images = textsOf(message['images'])?.filter(isBase64) ?? []
  return {
    role,
    content: message['content'],
    ...Object.fromEntries(kept.map(([name]) => [name, message[name]])),
    ...(images.length > 0 && Value.Check(Images, images) && { images }),
    ...(created_at !== null && { created_at }),
  }
}

/** Throws `validation_failed` where a text holds no list. */
export async function parseHistory(text: string): Promise<readonly unknown[]> {
  const value = await parseJsonFile(text, theFile)
  if (!Array.isArray(value)) throw unreadable(theFile, 'It does not contain a list of chats.')
  return value
}

const theFile = 'The chat history file'

/** Numbers are seconds, as Python counts, or milliseconds. */
export function timeOf(value: unknown): string | null {
  if (typeof value !== 'number') return readTimestamp(value)
  const ms = Math.abs(value) < 1e11 ? value * 1000 : value
  return readTimestamp(Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null)
}

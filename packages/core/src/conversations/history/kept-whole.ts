import { isDeepStrictEqual } from 'node:util'
import { sameModel } from '@ollama-dashboard/contracts'
import type { JsonObject } from '../../ollama/answers/json-value.ts'
import { timeOf, toHistoryEntry, type WholeConversation } from './history-file.ts'

/**
 * Whether a conversation says all that an entry of a file of chats did, key by key and message by message: then the entry may
 * be written over. Times are kept to the millisecond.
 */
export function containsAllOf(conversation: WholeConversation, entry: JsonObject): boolean {
  const kept = toHistoryEntry(conversation)
  return Object.entries(entry).every(([key, value]) => {
    const isKept = comparisons.get(key) ?? isDeepStrictEqual
    return Object.hasOwn(kept, key) && isKept(value, kept[key])
  })
}

const isSameTime = (value: unknown, kept: unknown): boolean => timeOf(value) === kept

const comparisons: ReadonlyMap<string, (value: unknown, kept: unknown) => boolean> = new Map([
  ['timestamp', isSameTime],
  ['created_at', isSameTime],
  ['model', (value, kept) => typeof value === 'string' && sameModel(value, String(kept))],
])

import { ApiError } from '@ollama-dashboard/client'
import type { ContinuedReply } from '@ollama-dashboard/contracts'
import { api } from '../../../lib/api/api.ts'
import { currentUser } from '../../../lib/api/signed-in.ts'
import { createNotifier } from '../../../lib/notifier.ts'
import type { Question } from '../thread/message-lists.ts'
import { type LiveReply, noReply } from './live-reply.ts'

/** A question, or a reply that goes on, and what becomes of it. It is of this tab, and outlives the page: whoever comes back finds it as it is. */
export interface Exchange {
  readonly conversation: string
  readonly model: string
  /** Null where nothing new is asked: a reply is continued. */
  readonly question: Question | null
  /** What was said of a reply that is continued: it stands before what comes. */
  readonly continues: ContinuedReply | null
  /** So many messages of the conversation stand before it. */
  readonly keep: number
  /** It was asked in the place of what came after them. Without, whatever another tab has added stays. */
  readonly replaces: boolean
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Id of its reply, once the server generates one. */
  readonly reply: string | null
  /** It was asked elsewhere, or before the page was loaded anew: when its words came is not known here. */
  readonly isJoined: boolean
  /** The first word of its reply has come. */
  readonly hasBegun: boolean
  /** The server keeps the question. */
  readonly isKept: boolean
  readonly error: unknown
}

interface Held {
  readonly exchange: Exchange
  readonly reply: LiveReply
  readonly controller: AbortController
}

const held = new Map<string, Held>()
const changes = createNotifier()
let owner: string | null = null

/** What one person asked is not for the next one at this screen. */
function expectOwner(): void {
  if (owner === currentUser()) return
  owner = currentUser()
  for (const { controller } of held.values()) controller.abort()
  held.clear()
}

export function exchangeOf(conversation: string | null): Exchange | null {
  expectOwner()
  return conversation === null ? null : (held.get(conversation)?.exchange ?? null)
}

export const replyOf = (conversation: string): LiveReply => held.get(conversation)?.reply ?? noReply

/** Changes when an exchange begins, when its first word comes and when it ends: never with a token. */
export const useExchange = (conversation: string | null): Exchange | null => changes.use(() => exchangeOf(conversation))

/** Changes with what has come, once a frame at most. */
export const useLiveReply = (conversation: string | null): LiveReply =>
  changes.use(() => (conversation === null ? noReply : replyOf(conversation)))

export const useIsRunning = (conversation: string): boolean =>
  changes.use(() => exchangeOf(conversation)?.state === 'running')

/** A model that has said something to somebody here, and has not ended, is in memory: whatever was heard of it last. */
export const useIsTalking = (model: string | null): boolean =>
  changes.use(() => [...held.values()].some(({ exchange }) => isTalking(exchange, model)))

const isTalking = ({ model, state, hasBegun }: Exchange, asked: string | null): boolean =>
  model === asked && state === 'running' && hasBegun

type Opened = Omit<Exchange, 'state' | 'hasBegun' | 'isKept' | 'error' | 'reply' | 'isJoined' | 'continues'> &
  Partial<Pick<Exchange, 'isKept' | 'reply' | 'isJoined' | 'continues'>>

const unbegun = { reply: null, continues: null, isJoined: false, hasBegun: false, isKept: false, error: null } as const

/** Puts an exchange in the place of the one before it. What it returns ends it. */
export function openExchange(opened: Opened): AbortController {
  expectOwner()
  const { conversation } = opened
  held.get(conversation)?.controller.abort()
  const controller = new AbortController()
  const exchange: Exchange = { ...unbegun, ...opened, state: 'running' }
  held.set(conversation, { exchange, reply: noReply, controller })
  changes.notify()
  return controller
}

const currentOf = (controller: AbortController): Held | undefined =>
  [...held.values()].find((one) => one.controller === controller)

/** False where it is no longer the exchange of its conversation: then nothing changes. */
export function changeExchange(controller: AbortController, change: Partial<Exchange>): boolean {
  const known = currentOf(controller)
  if (!known) return false
  held.set(known.exchange.conversation, { ...known, exchange: { ...known.exchange, ...change } })
  changes.notify()
  return true
}

export function setReply(controller: AbortController, reply: LiveReply): void {
  const known = currentOf(controller)
  if (!known) return
  held.set(known.exchange.conversation, { ...known, reply })
  changes.notify()
}

/** Its question and reply are messages of the conversation now, or nobody wants it any more. */
export function closeExchange(conversation: string): void {
  held.get(conversation)?.controller.abort()
  held.delete(conversation)
  changes.notify()
}

/** Of every conversation. What had come of a reply is not kept: its conversation is gone. */
export function closeAllExchanges(): void {
  for (const { controller } of held.values()) controller.abort()
  held.clear()
  changes.notify()
}

/** Where its reply stands among the messages of the conversation. */
export const replyIndexOf = ({ keep, continues }: Exchange): number => (continues ? keep : keep + 1)

/** Shows a question that was never answered, as it was before the page was loaded anew. */
export function reviveExchange(revived: Opened): void {
  expectOwner()
  if (held.has(revived.conversation)) return
  const exchange: Exchange = { ...unbegun, ...revived, state: 'stopped' }
  held.set(revived.conversation, { exchange, reply: noReply, controller: new AbortController() })
  changes.notify()
}

/** What has come stays, and Ollama stops within a second; whoever follows the reply is told. */
export async function stopExchange(conversation: string): Promise<void> {
  const known = held.get(conversation)
  if (!known) return
  if (known.exchange.reply === null) return known.controller.abort()
  try {
    await api.conversations.stopReply({ params: { id: conversation } })
  } catch (error) {
    // It has come to its end by itself.
    if (!(error instanceof ApiError) || error.code !== 'reply_not_found') throw error
  }
}

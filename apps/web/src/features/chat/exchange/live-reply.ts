import type { ChatChunk, ChatMetrics, ConversationMessage } from '@ollama-dashboard/contracts'
import { splitThoughts } from '@ollama-dashboard/contracts/split-thoughts'

export type ToolCalls = NonNullable<ConversationMessage['tool_calls']>

/** What a model has said so far. Times are milliseconds since the epoch. */
export interface LiveReply {
  readonly content: string
  readonly thinking: string
  /** All of its text, where thoughts may stand in it. */
  readonly text: string
  readonly toolCalls: ToolCalls
  /** Lines that said something: about as many as tokens. */
  readonly pieces: number
  readonly firstAt: number | null
  /** When thinking gave way to the reply itself. */
  readonly answeredAt: number | null
  readonly lastAt: number | null
  /** Tokens per second, as they arrive here; moves seldom enough to be read. */
  readonly rate: number | null
  readonly rateAt: number
  readonly metrics: ChatMetrics | null
}

export const noReply: LiveReply = {
  content: '',
  thinking: '',
  text: '',
  toolCalls: [],
  pieces: 0,
  firstAt: null,
  answeredAt: null,
  lastAt: null,
  rate: null,
  rateAt: 0,
  metrics: null,
}

const noCalls: ToolCalls = []

export const toolCallsOf = ({ tool_calls: calls = noCalls }: ConversationMessage): ToolCalls => calls

const rateEveryMs = 500

/** Lines come here as Ollama, or what stands in its place, sent them: what is no call is left out. */
const toolCallsIn = (value: unknown): ToolCalls => (Array.isArray(value) ? value.filter(isToolCall) : noCalls)

const isToolCall = (value: Partial<ToolCalls[number]> | null): boolean => typeof value?.function?.name === 'string'

/** The reply with one more line of it. */
export function addChunk(reply: LiveReply, { message, metrics }: ChatChunk, at: number): LiveReply {
  const { content = '', thinking = '' } = message ?? {}
  const toolCalls = toolCallsIn(message?.tool_calls)
  if (metrics) return { ...addText(reply, content, thinking, toolCalls, at), metrics }
  return addText(reply, content, thinking, toolCalls, at)
}

function addText(reply: LiveReply, content: string, thinking: string, toolCalls: ToolCalls, at: number): LiveReply {
  if (content === '' && thinking === '' && toolCalls.length === 0) return reply
  const pieces = reply.pieces + 1
  const firstAt = reply.firstAt ?? at
  const said = withText(reply, content, thinking)
  const isDue = at - Math.max(reply.rateAt, firstAt) >= rateEveryMs
  return {
    ...said,
    toolCalls: toolCalls.length > 0 ? [...reply.toolCalls, ...toolCalls] : reply.toolCalls,
    pieces,
    firstAt,
    answeredAt: reply.answeredAt ?? (said.content.trim() !== '' || toolCalls.length > 0 ? at : null),
    lastAt: at,
    rate: isDue ? ((pieces - 1) / (at - firstAt)) * 1000 : reply.rate,
    rateAt: isDue ? at : reply.rateAt,
    metrics: reply.metrics,
  }
}

const closingTag = '</think'

/** A model that Ollama does not know to think writes its thoughts into its text; where it knows, they come apart. */
function withText(
  reply: LiveReply,
  content: string,
  thinking: string,
): Pick<LiveReply, 'content' | 'thinking' | 'text'> {
  const text = reply.text + content
  const isToldApart = thinking !== '' || (reply.thinking !== '' && reply.text === reply.content)
  // Thoughts that have ended stay where they are; in a text without any, the next tag alone can change that.
  const isSettled = reply.content !== '' && !text.slice(-content.length - closingTag.length).includes(closingTag)
  if (isToldApart || isSettled) {
    return { text, content: reply.content + content, thinking: reply.thinking + thinking }
  }
  return { text, ...splitThoughts(text, { isWhole: false }) }
}

/** How long the model thought; null where it did not, or has not stopped yet. */
export function thoughtMs({ thinking, firstAt, answeredAt }: LiveReply): number | null {
  return thinking === '' || firstAt === null || answeredAt === null ? null : answeredAt - firstAt
}

export interface ReplyEnd {
  readonly model: string
  readonly at: string
  /** How long the model thought; null where that was not seen. */
  readonly thoughtMs: number | null
  /** Why it ended before it was complete: the code of a problem, or that somebody stopped it. */
  readonly interruption?: string
}

/** As the conversation keeps it. */
export const toMessage = (reply: LiveReply, { model, at, thoughtMs, interruption }: ReplyEnd): ConversationMessage => ({
  role: 'assistant',
  content: reply.content,
  ...(reply.thinking !== '' && { thinking: reply.thinking }),
  ...(reply.toolCalls.length > 0 && { tool_calls: reply.toolCalls }),
  created_at: at,
  model,
  ...(reply.metrics && { metrics: reply.metrics }),
  ...(thoughtMs !== null && { thinking_ms: Math.round(thoughtMs) }),
  ...(interruption !== undefined && { interrupted: true, error: interruption }),
})

/** Collects values and hands them on once a frame, or at once when there is no more to come. */
export function createFrameBatch<T>(handOn: (values: readonly T[]) => void) {
  let waiting: T[] = []
  let frame: number | null = null

  function flush(): void {
    if (frame !== null) cancelAnimationFrame(frame)
    frame = null
    if (waiting.length === 0) return
    const values = waiting
    waiting = []
    handOn(values)
  }

  return {
    add(value: T): void {
      waiting.push(value)
      // A tab out of sight has no frames: what comes waits until it is looked at, or is complete.
      frame ??= requestAnimationFrame(flush)
    },
    flush,
  }
}

import type { ChatChunk, ChatMetrics, SessionMessage } from '@ollama-dashboard/contracts'

export type ToolCalls = NonNullable<SessionMessage['tool_calls']>

/** What a model has said so far. Times are milliseconds since the epoch. */
export interface LiveReply {
  readonly content: string
  readonly thinking: string
  readonly toolCalls: ToolCalls
  /** Lines that said something: about as many as tokens. */
  readonly pieces: number
  readonly firstAt: number | null
  /** When thinking gave way to the reply itself. */
  readonly answeredAt: number | null
  readonly lastAt: number | null
  /** Tokens a second, as they arrive here; moves seldom enough to be read. */
  readonly rate: number | null
  readonly rateAt: number
  readonly metrics: ChatMetrics | null
}

export const noReply: LiveReply = {
  content: '',
  thinking: '',
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

export const toolCallsOf = ({ tool_calls: calls = noCalls }: SessionMessage): ToolCalls => calls

const rateEveryMs = 500

/** The reply with one more line of it. */
export function addChunk(reply: LiveReply, { message, metrics }: ChatChunk, at: number): LiveReply {
  const { content = '', thinking = '', tool_calls: toolCalls = [] } = message ?? {}
  if (metrics) return { ...addText(reply, content, thinking, toolCalls, at), metrics }
  return addText(reply, content, thinking, toolCalls, at)
}

function addText(reply: LiveReply, content: string, thinking: string, toolCalls: ToolCalls, at: number): LiveReply {
  if (content === '' && thinking === '' && toolCalls.length === 0) return reply
  const pieces = reply.pieces + 1
  const firstAt = reply.firstAt ?? at
  const isDue = at - Math.max(reply.rateAt, firstAt) >= rateEveryMs
  return {
    content: reply.content + content,
    thinking: reply.thinking + thinking,
    toolCalls: toolCalls.length > 0 ? [...reply.toolCalls, ...toolCalls] : reply.toolCalls,
    pieces,
    firstAt,
    answeredAt: reply.answeredAt ?? (content !== '' || toolCalls.length > 0 ? at : null),
    lastAt: at,
    rate: isDue ? ((pieces - 1) / (at - firstAt)) * 1000 : reply.rate,
    rateAt: isDue ? at : reply.rateAt,
    metrics: reply.metrics,
  }
}

/** How long the model thought; null where it did not, or has not stopped yet. */
export function thoughtMs({ thinking, firstAt, answeredAt }: LiveReply): number | null {
  return thinking === '' || firstAt === null || answeredAt === null ? null : answeredAt - firstAt
}

export interface ReplyEnd {
  readonly model: string
  readonly at: string
  /** Why it ended before it was complete: the code of a problem, or that somebody stopped it. */
  readonly interruption?: string
}

/** As the session keeps it. */
export const toMessage = (reply: LiveReply, { model, at, interruption }: ReplyEnd): SessionMessage => ({
  role: 'assistant',
  content: reply.content,
  ...(reply.thinking !== '' && { thinking: reply.thinking }),
  ...(reply.toolCalls.length > 0 && { tool_calls: reply.toolCalls }),
  created_at: at,
  model,
  ...(reply.metrics && { metrics: reply.metrics }),
  ...(interruption !== undefined && { interrupted: true, error: interruption }),
})

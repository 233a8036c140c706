import type { ChatMetrics } from '@ollama-dashboard/contracts'
import type { Reading } from '../kernel/collector/reading.ts'
import type { PromptOverflow } from '../kernel/errors.ts'
import type { ChatCall, ChatLine, LoadedModel } from '../ollama/ollama.ts'
import { chatMetrics } from './chat-metrics.ts'
import { allocatedContext } from './context/allocated-context.ts'
import { contextNeeded } from './context/context-needed.ts'
import { limitReached } from './context/limit-reached.ts'
import { bytesOf, isTooLong, wasHalved, wasSurelyWhole } from './context/prompt-length.ts'
import type { Exchange } from './exchange.ts'
import { overflowOf, refuses } from './exchange-guard.ts'
import type { ExchangeTools } from './exchange-tools.ts'

export interface Ended {
  readonly line: ChatLine
  readonly firstTokenMs: number | null
  readonly overflow: PromptOverflow | null
  /** Size of the reply text in UTF-8; null if the reply is not text only. */
  readonly replyBytes: number | null
  /** What was in memory once the reply had begun. */
  readonly loaded: Promise<Reading<readonly LoadedModel[]>>
}

/** Metrics of a finished reply. Waits for the reading of loaded models, but not longer than a second. */
export async function measure(exchange: Exchange, tools: ExchangeTools, ended: Ended): Promise<ChatMetrics> {
  const { model, call } = exchange
  const { line, firstTokenMs, replyBytes, loaded } = ended
  const contextLength = await allocatedContext(exchange, tools.clock, () => loaded)
  const promptTruncated = wasTruncated(exchange, tools, ended, contextLength)
  const isNews = promptTruncated === true && ended.overflow === null
  const overflow = isNews ? await overflowOf(exchange, tools, null, contextLength) : ended.overflow
  if (isNews) announceTruncated(exchange, tools, overflow)
  if (promptTruncated === false) tools.ratios.notePrompt(model.digest, bytesOf(call), line.promptTokens)
  tools.ratios.noteReply(model.digest, replyBytes, line.completionTokens)
  const stoppedAt = limitReached(line, numPredictOf(call), contextLength)
  return chatMetrics({
    last: line,
    timeToFirstTokenMs: firstTokenMs,
    contextLength,
    promptTruncated,
    overflow,
    stoppedAt,
    contextNeeded:
      stoppedAt === 'context' && !overflow ? await contextForMore(exchange, line, contextLength) : overflow,
  })
}

function numPredictOf({ options }: ChatCall): number | null {
  const numPredict = options?.['num_predict']
  return typeof numPredict === 'number' && numPredict > 0 ? numPredict : null
}

/** The next context in which a reply that filled this one could have gone on. */
async function contextForMore(
  { memory }: Exchange,
  { promptTokens, completionTokens }: ChatLine,
  contextLength: number | null,
): Promise<PromptOverflow> {
  const used = Math.max((promptTokens ?? 0) + (completionTokens ?? 0), contextLength ?? 0) + 1
  return contextNeeded({ promptTokens: used, estimatedTokens: null, contextLength, memory: await memory() })
}

/** Whether something of the prompt was left out; null where nobody knows. */
function wasTruncated(
  exchange: Exchange,
  { ratios }: ExchangeTools,
  { overflow, line }: Ended,
  contextLength: number | null,
): boolean | null {
  const { model, call } = exchange
  if (overflow) return true
  const canRefuse = refuses(exchange)
  const estimated = ratios.tokensOf(model.digest, bytesOf(call))
  if (canRefuse && wasHalved(call, line, contextLength)) return isTooLong(estimated, contextLength) !== false
  if (canRefuse || wasSurelyWhole(call, line, contextLength)) return false
  return canRefuse === null ? null : isTooLong(estimated, contextLength)
}

/** Metrics of an interrupted reply to a truncated prompt. */
export const cutShort = (overflow: PromptOverflow, timeToFirstTokenMs: number | null): ChatMetrics =>
  chatMetrics({
    last: null,
    timeToFirstTokenMs,
    contextLength: overflow.context_length,
    promptTruncated: true,
    overflow,
    stoppedAt: null,
    contextNeeded: overflow,
  })

/** Announces the event `prompt.truncated`. */
export function announceTruncated(
  { instance, model, actor }: Exchange,
  { events }: ExchangeTools,
  overflow: PromptOverflow | null,
) {
  const detail = truncatedDetail(overflow?.prompt_tokens, overflow?.context_length)
  events.announce({ type: 'prompt.truncated', instance: instance.name, model: model.name, detail }, actor)
}

/** What such an event tells of the prompt. */
export const truncatedDetail = (tokens: number | null | undefined, context: number | null | undefined): string =>
  tokens && context
    ? `${tokens.toLocaleString('en')} tokens, context ${context.toLocaleString('en')}`
    : 'longer than the context'

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChatChunk, ChatMetrics } from '@ollama-dashboard/contracts'
import { JsonLine } from '../json/json-line.ts'
import { keyIdOf } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError, type PromptOverflow } from '../kernel/errors.ts'
import { currentTraceId } from '../kernel/tracing/trace-context.ts'
import type { ChatLine } from '../ollama/ollama.ts'
import { askGuarded } from './context/prompt-guard.ts'
import { endedExchange } from './ended-exchange.ts'
import type { Exchange } from './exchange.ts'
import { guardOf } from './exchange-guard.ts'
import type { ExchangeTools } from './exchange-tools.ts'
import { announceLoading, type Loading } from './loading-model.ts'
import { announceTruncated, cutShort, measure } from './measure-exchange.ts'
import { createReply, saysSomething } from './reply.ts'
import { createReplyLimit } from './reply-limit.ts'

/**
 * Yields each line in the tick in which it came, as it came; the last one with how it went. What the dashboard does for
 * itself waits until the line has left.
 */
export async function* runExchange(
  exchange: Exchange,
  tools: ExchangeTools,
): AsyncGenerator<ChatChunk | JsonLine<ChatChunk>, void, void> {
  const { instance, model, call, log, signal } = exchange
  const startedAt = tools.clock.elapsed()
  // Of whoever asks for the first line: the context of later ones may be another.
  const traceId = currentTraceId()
  const reply = createReply(() => tools.clock.elapsed())
  const limit = createReplyLimit(model.name)
  const loading = announceLoading(exchange, tools)
  const counted = tools.activity.begin(instance, model)
  let firstTokenMs: number | null = null
  let replyBytes: number | null = 0
  let metrics: ChatMetrics | null = null
  let failure: unknown = null
  let overflow: PromptOverflow | null = null
  let loaded: ReturnType<Loading['succeed']> | null = null
  try {
    const asked = await askGuarded(instance.ollama, call, guardOf(exchange, tools))
    overflow = asked.overflow
    // Told at once: the reply may never come to its end.
    if (overflow) announceTruncated(exchange, tools, overflow)
    for await (const line of asked.lines) {
      if (!loaded) {
        loaded = nextTurn().then(loading.succeed)
        tools.inBackground(loaded)
        tools.inBackground(log.begin(model.name))
      }
      limit.note(line)
      if (firstTokenMs === null && saysSomething(line)) firstTokenMs = tools.clock.elapsed() - startedAt
      replyBytes = line.toolCalls.length > 0 || replyBytes === null ? null : replyBytes + bytesIn(line)
      // Of a reply that nobody keeps, nothing is to be held.
      if (!log.isIdle) reply.add(line)
      if (!line.done) {
        counted.count()
        yield new JsonLine(line.raw as ChatChunk, line.bytes)
        continue
      }
      metrics = await measure(exchange, tools, { line, firstTokenMs, overflow, replyBytes, loaded })
      await log.end(reply.toMessage({ at: timestamp(tools.clock.now()), model: model.name, metrics }), model.name)
      yield { ...line.raw, metrics } as ChatChunk
    }
  } catch (error) {
    failure = error
    throw error
  } finally {
    counted.end(tokensIn(metrics))
    if (!loaded) tools.inBackground(loading.fail(failure))
    tools.onEnd(
      endedExchange(exchange, { metrics, failure, firstTokenMs, ms: tools.clock.elapsed() - startedAt, traceId }),
    )
    if (metrics || (isFailureOfOllama(failure) && !signal.aborted)) {
      tools.inBackground(tools.observed.note({ instance, model: model.name, by: keyIdOf(exchange.actor), metrics }))
    }
    // What was kept before its first word gets an end too, or nobody would learn why there is no reply.
    if (log.hasBegun && !metrics) {
      const interruption = failure instanceof DashboardError ? failure.code : 'interrupted'
      const marked = overflow && { metrics: cutShort(overflow, firstTokenMs) }
      const end = { at: timestamp(tools.clock.now()), model: model.name, interruption, ...marked }
      // A failure to keep it is not why this reply ended.
      await tools.inBackground(log.end(reply.toMessage(end), model.name))
    }
  }
}

/** In the context, by its metrics. */
const tokensIn = (metrics: ChatMetrics | null): number | null =>
  metrics === null || metrics.prompt_tokens === null ? null : metrics.prompt_tokens + (metrics.completion_tokens ?? 0)

const bytesIn = ({ content, thinking }: ChatLine): number => Buffer.byteLength(content) + Buffer.byteLength(thinking)

const failuresOfOllama: ReadonlySet<string> = new Set([
  'ollama_unreachable',
  'ollama_timeout',
  'ollama_busy',
  'ollama_error',
  'runner_crashed',
  'insufficient_memory',
  'stream_truncated',
])

const isFailureOfOllama = (failure: unknown): boolean =>
  failure instanceof DashboardError && failuresOfOllama.has(failure.code)

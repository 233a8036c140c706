import type { ChatMetrics } from '@ollama-dashboard/contracts'
import type { Reading } from '../collectors/collector.ts'
import type { PromptOverflow } from '../errors.ts'
import type { ChatLine, LoadedModel } from '../ollama/ollama.ts'
import { chatMetrics } from './chat-metrics.ts'
import { contextInForce } from './context-in-force.ts'
import type { Exchange } from './exchange.ts'
import { refuses } from './exchange-guard.ts'
import type { ExchangeTools } from './exchange-tools.ts'
import { charactersOf, type Guess, guessOverflow, wasSurelyWhole } from './prompt-length.ts'

export interface Ended {
  readonly line: ChatLine
  readonly firstTokenMs: number | null
  readonly overflow: PromptOverflow | null
  /** What was in memory once the reply had begun. */
  readonly loaded: Promise<Reading<readonly LoadedModel[]>>
}

export async function measure(exchange: Exchange, tools: ExchangeTools, ended: Ended): Promise<ChatMetrics> {
  const { instance, model, call, memory } = exchange
  const { line, firstTokenMs, loaded } = ended
  const contextLength = await contextInForce(exchange, tools.clock, () => loaded)
  const characters = charactersOf(call)
  const seen = async (): Promise<Guess> => {
    const canRefuse = refuses(exchange)
    if (ended.overflow || canRefuse) return { overflow: ended.overflow, promptTruncated: ended.overflow !== null }
    if (canRefuse === null) return { overflow: null, promptTruncated: null }
    return guessOverflow(tools.ratios.tokensOf(model.digest, characters), contextLength, memory)
  }
  const { overflow, promptTruncated } = await seen()
  const metrics = chatMetrics({
    last: line,
    timeToFirstTokenMs: firstTokenMs,
    contextLength,
    promptTruncated,
    overflow,
  })
  if (promptTruncated) {
    if (!ended.overflow) announceTruncated(exchange, tools, overflow)
  } else if (promptTruncated === false || wasSurelyWhole(call, line, contextLength)) {
    tools.ratios.note(model.digest, characters, line.promptTokens)
  }
  tools.inBackground(tools.observed.note({ instance, model: model.name, metrics }))
  return metrics
}

/** Of a reply that never came to its end, to a prompt that was cut. */
export const cutShort = (overflow: PromptOverflow, timeToFirstTokenMs: number | null): ChatMetrics =>
  chatMetrics({
    last: null,
    timeToFirstTokenMs,
    contextLength: overflow.context_length,
    promptTruncated: true,
    overflow,
  })

export function announceTruncated(
  { instance, model, by }: Exchange,
  { events }: ExchangeTools,
  overflow: PromptOverflow | null,
) {
  const tokens = overflow?.prompt_tokens
  const context = overflow?.context_length
  const detail = tokens && context ? `${tokens} tokens into a context of ${context}` : 'It is longer than the context.'
  events.announce({ type: 'prompt.truncated', instance: instance.name, model: model.name, ...(by && { by }), detail })
}

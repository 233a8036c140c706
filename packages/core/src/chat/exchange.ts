import type { ChatChunk, ChatMetrics } from '@ollama-dashboard/contracts'
import { timestamp } from '../clock.ts'
import { DashboardError, type PromptOverflow } from '../errors.ts'
import type { Instance } from '../instances/instance.ts'
import { isSameModel } from '../models/find-model.ts'
import type { Runner } from '../models/runner-options.ts'
import type { MemoryInput } from '../ollama/memory-estimate.ts'
import type { ChatCall, ChatLine, InstalledModel } from '../ollama/ollama.ts'
import { isAtLeast } from '../ollama/version.ts'
import type { ChatToolkit } from './chat.ts'
import { chatMetrics } from './chat-metrics.ts'
import { contextInForce } from './context-in-force.ts'
import { contextNeeded } from './context-needed.ts'
import { askGuarded, type GuardOptions } from './prompt-guard.ts'
import { charactersOf, type Guess, guessOverflow, wasSurelyWhole } from './prompt-length.ts'
import { createReply, saysSomething } from './reply.ts'
import type { SessionLog } from './session-log.ts'
import { createTokenRatios, usualTokensOf } from './token-ratio.ts'

/** One question and its reply. */
export interface Exchange {
  readonly instance: Instance
  readonly model: InstalledModel
  readonly call: ChatCall
  readonly log: SessionLog
  readonly memory: () => Promise<MemoryInput>
  /** What the model is loaded with. */
  readonly runner: Runner
  readonly onOverflow: 'truncate' | 'error'
  readonly by: string | null
  readonly signal: AbortSignal
}

export interface ExchangeTools extends Pick<ChatToolkit, 'events' | 'tasks' | 'runners' | 'observed' | 'clock'> {
  readonly ratios: ReturnType<typeof createTokenRatios>
  /** Goes on behind the reply, and is waited for when the dashboard ends. */
  readonly behind: (work: Promise<unknown>) => void
  settled(): Promise<void>
}

export function exchangeTools({ events, tasks, runners, observed, clock }: ChatToolkit): ExchangeTools {
  const pending = new Set<Promise<unknown>>()
  return {
    events,
    tasks,
    runners,
    observed,
    clock,
    ratios: createTokenRatios(),
    behind(work) {
      // A storage that fails is told elsewhere; what was observed is worth less than the reply.
      const quiet = work.catch(() => undefined).finally(() => pending.delete(quiet))
      pending.add(quiet)
    },
    settled: async () => void (await Promise.all(pending)),
  }
}

/** Yields each line in the tick in which it came; the last one with how it went. */
export async function* runExchange(exchange: Exchange, tools: ExchangeTools): AsyncGenerator<ChatChunk, void, void> {
  const { instance, model, call, log, signal } = exchange
  const startedAt = performance.now()
  const reply = createReply()
  const unmark = markLoading(exchange, tools)
  let firstTokenMs: number | null = null
  let hasEnded = false
  let failure: unknown = null
  let overflow: PromptOverflow | null = null
  let loaded: ReturnType<typeof noteLoaded> | null = null
  try {
    const asked = await askGuarded(instance.ollama, call, guardOf(exchange, tools))
    overflow = asked.overflow
    // Told at once: the reply may never come to its end.
    if (overflow) announceTruncated(exchange, tools, overflow)
    for await (const line of asked.lines) {
      if (!loaded) {
        loaded = noteLoaded(exchange, tools, unmark)
        tools.behind(loaded)
        tools.behind(log.begin(model.name))
      }
      if (firstTokenMs === null && saysSomething(line)) firstTokenMs = performance.now() - startedAt
      // Of a reply that nobody keeps, nothing is to be held.
      if (!log.isIdle) reply.add(line)
      if (!line.done) {
        yield line.raw as ChatChunk
        continue
      }
      const metrics = await measure(exchange, tools, { line, firstTokenMs, overflow, loaded })
      hasEnded = true
      await log.end(reply.toMessage({ at: timestamp(tools.clock.now()), model: model.name, metrics }), model.name)
      yield { ...line.raw, metrics } as ChatChunk
    }
  } catch (error) {
    failure = error
    throw error
  } finally {
    unmark()
    if (!hasEnded && isFailureOfOllama(failure) && !signal.aborted) {
      tools.behind(tools.observed.note({ instance, model: model.name, metrics: null }))
    }
    if (loaded && !hasEnded) {
      const interruption = failure instanceof DashboardError ? failure.code : 'interrupted'
      const marked = overflow && { metrics: cutShort(overflow, firstTokenMs) }
      const end = { at: timestamp(tools.clock.now()), model: model.name, interruption, ...marked }
      await log.end(reply.toMessage(end), model.name)
    }
  }
}

/** Until its first word a model that is not in memory is on its way there, as lists tell it. */
function markLoading({ instance, model, by }: Exchange, { events, tasks }: ExchangeTools): () => void {
  const loaded = instance.loaded.current().value
  if (!loaded || model.remote || loaded.some((one) => isSameModel(one, model))) return () => {}
  events.announce({ type: 'model.loading', instance: instance.name, model: model.name, ...(by && { by }) })
  return tasks.mark({ instance: instance.name, model: model.name }, 'loading', by)
}

/** Tells what is in memory now that the model is. */
async function noteLoaded({ instance, model, runner }: Exchange, { runners }: ExchangeTools, unmark: () => void) {
  runners.note(instance, model, runner)
  const reading = await instance.loaded.refresh()
  unmark()
  return reading
}

/** Since when a chat takes `truncate: false`. Source: api.ChatRequest of Ollama, by tag. */
const refusesSince = [0, 12, 6] as const

/** Null while its version is not known: such a server is asked to, and one that is too old ignores it. */
function refuses({ instance }: Exchange): boolean | null {
  const version = instance.version.current().value
  return version === null ? null : isAtLeast(version, refusesSince)
}

function guardOf(exchange: Exchange, { ratios, clock }: ExchangeTools): GuardOptions {
  const { instance, model, runner, call, memory, onOverflow, signal } = exchange
  const characters = charactersOf(call)
  const estimated = ratios.tokensOf(model.digest, characters)
  return {
    signal,
    onOverflow,
    canRefuse: refuses(exchange) !== false,
    explain: async ({ prompt_tokens, context_length }) =>
      contextNeeded({
        promptTokens: prompt_tokens,
        estimatedTokens: estimated ?? (characters === null ? null : usualTokensOf(characters)),
        contextLength: context_length ?? (await contextInForce(exchange, clock)),
        memory: await memory(),
      }),
    async foresee() {
      // Whatever is in memory may be loaded anew for this; no context is longer than the trained one.
      const longest = runner.num_ctx ?? instance.traits.of(model).contextLength
      return (await guessOverflow(estimated, longest, memory)).overflow
    },
  }
}

interface Ended {
  readonly line: ChatLine
  readonly firstTokenMs: number | null
  readonly overflow: PromptOverflow | null
  /** What was in memory once the reply had begun. */
  readonly loaded: ReturnType<typeof noteLoaded>
}

async function measure(exchange: Exchange, tools: ExchangeTools, ended: Ended): Promise<ChatMetrics> {
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
  tools.behind(tools.observed.note({ instance, model: model.name, metrics }))
  return metrics
}

/** Of a reply that never came to its end, to a prompt that was cut. */
const cutShort = (overflow: PromptOverflow, timeToFirstTokenMs: number | null): ChatMetrics =>
  chatMetrics({
    last: null,
    timeToFirstTokenMs,
    contextLength: overflow.context_length,
    promptTruncated: true,
    overflow,
  })

function announceTruncated(
  { instance, model, by }: Exchange,
  { events }: ExchangeTools,
  overflow: PromptOverflow | null,
) {
  const tokens = overflow?.prompt_tokens
  const context = overflow?.context_length
  const detail = tokens && context ? `${tokens} tokens into a context of ${context}` : 'It is longer than the context.'
  events.announce({ type: 'prompt.truncated', instance: instance.name, model: model.name, ...(by && { by }), detail })
}

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

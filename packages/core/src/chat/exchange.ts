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
import { contextNeeded } from './context-needed.ts'
import { askGuarded } from './prompt-guard.ts'
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
  let hasBegun = false
  let hasEnded = false
  let failure: unknown = null
  try {
    const { lines, overflow } = await askGuarded(instance.ollama, call, guardOf(exchange, tools))
    for await (const line of lines) {
      if (!hasBegun) {
        hasBegun = true
        tools.behind(noteLoaded(exchange, tools, unmark))
        tools.behind(log.begin(model.name))
      }
      if (firstTokenMs === null && saysSomething(line)) firstTokenMs = performance.now() - startedAt
      // Of a reply that nobody keeps, nothing is to be held.
      if (!log.isIdle) reply.add(line)
      if (!line.done) {
        yield line.raw as ChatChunk
        continue
      }
      const metrics = await measure(exchange, tools, { line, firstTokenMs, overflow })
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
      tools.behind(tools.observed.note({ instance: instance.name, model: model.name, metrics: null }))
    }
    if (hasBegun && !hasEnded) {
      const interruption = failure instanceof DashboardError ? failure.code : 'interrupted'
      await log.end(reply.toMessage({ at: timestamp(tools.clock.now()), model: model.name, interruption }), model.name)
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

async function noteLoaded({ instance, model, runner }: Exchange, { runners }: ExchangeTools, unmark: () => void) {
  runners.note(instance, model, runner)
  await instance.loaded.refresh()
  unmark()
}

/** Since when a chat takes `truncate: false`. Source: api.ChatRequest of Ollama, by tag. */
const refusesSince = [0, 12, 6] as const

/** A server whose version is not known yet is asked too: one that is too old ignores it. */
function canRefuse({ instance }: Exchange): boolean {
  const version = instance.version.current().value
  return version === null || isAtLeast(version, refusesSince)
}

function guardOf(exchange: Exchange, { ratios }: ExchangeTools) {
  const { model, call, memory, onOverflow, signal } = exchange
  return {
    signal,
    onOverflow,
    canRefuse: canRefuse(exchange),
    explain: async ({ prompt_tokens, context_length }: PromptOverflow) => {
      const characters = charactersOf(call)
      return contextNeeded({
        promptTokens: prompt_tokens,
        estimatedTokens: ratios.tokensOf(model.digest, characters) ?? usualTokensOf(characters),
        contextLength: context_length ?? (await contextInForce(exchange)),
        memory: await memory(),
      })
    },
  }
}

interface Ended {
  readonly line: ChatLine
  readonly firstTokenMs: number | null
  readonly overflow: PromptOverflow | null
}

async function measure(exchange: Exchange, tools: ExchangeTools, ended: Ended): Promise<ChatMetrics> {
  const { instance, model, call } = exchange
  const { line, firstTokenMs } = ended
  const contextLength = await contextInForce(exchange)
  const characters = charactersOf(call)
  const { overflow, promptTruncated } =
    ended.overflow !== null || canRefuse(exchange)
      ? { overflow: ended.overflow, promptTruncated: ended.overflow !== null }
      : await guessed(exchange, tools.ratios.tokensOf(model.digest, characters), contextLength)
  const metrics = chatMetrics({
    last: line,
    timeToFirstTokenMs: firstTokenMs,
    contextLength,
    promptTruncated,
    overflow,
  })
  if (promptTruncated) announceTruncated(exchange, tools, overflow)
  else if (promptTruncated === false || wasSurelyWhole(call, line, contextLength)) {
    tools.ratios.note(model.digest, characters, line.promptTokens)
  }
  tools.behind(tools.observed.note({ instance: instance.name, model: model.name, metrics }))
  return metrics
}

/** So much an estimate may be off: between the two nothing is claimed. */
const surelyOver = 1.15
const surelyUnder = 0.85

/**
 * Of a server that cuts without a word: what would hold a prompt that was surely too long, and whether it was cut; null
 * where nobody knows.
 */
async function guessed({ memory }: Exchange, estimatedTokens: number | null, contextLength: number | null) {
  if (estimatedTokens === null || contextLength === null) return { overflow: null, promptTruncated: null }
  if (estimatedTokens >= contextLength * surelyOver) {
    const overflow = contextNeeded({ promptTokens: null, estimatedTokens, contextLength, memory: await memory() })
    return { overflow, promptTruncated: true }
  }
  return { overflow: null, promptTruncated: estimatedTokens <= contextLength * surelyUnder ? false : null }
}

/**
 * Of a single question that was cut, at least half a context would have been read; of several messages the oldest may
 * have been left out, whatever was read.
 */
const wasSurelyWhole = ({ messages }: ChatCall, { promptTokens }: ChatLine, contextLength: number | null): boolean =>
  messages.length === 1 && promptTokens !== null && contextLength !== null && promptTokens < contextLength * 0.45

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

/** As asked for, which Ollama caps at the trained one; else as `/api/ps` tells it. */
async function contextInForce({ instance, model, runner }: Exchange): Promise<number | null> {
  if (runner.num_ctx !== undefined) return runner.num_ctx
  const isThis = (one: Parameters<typeof isSameModel>[0]) => isSameModel(one, model)
  const known = instance.loaded.current().value?.find(isThis)
  if (known || model.remote) return known?.contextLength ?? null
  return (await instance.loaded.refresh()).value?.find(isThis)?.contextLength ?? null
}

const charactersOf = ({ messages }: ChatCall): number =>
  messages.reduce((sum, message) => sum + ('content' in message ? String(message.content).length : 0), 0)

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

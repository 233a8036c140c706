import { ApiError } from '../http/api-error.ts'
import type { Machine } from '../machine.ts'
import { hashOf } from '../random.ts'
import { defaultSentences, replyTokens, wantedLength } from '../text/tokens.ts'
import { promptTokensPerSecond, tokensPerSecond } from './pace.ts'
import { numberOption, type Options } from './runner-options.ts'
import type { Lease } from './scheduler.ts'

export interface ToolCall {
  readonly id: string
  readonly function: {
    readonly index: number
    readonly name: string
    readonly arguments: Readonly<Record<string, unknown>>
  }
}

/** A piece of the reply as it leaves the engine: usually one token, sometimes two or none. */
export interface Piece {
  readonly text: string
  readonly thinking: boolean
  readonly tokens: readonly string[]
  readonly toolCalls?: readonly ToolCall[]
}

/** The counters of a reply; durations in simulated milliseconds. */
export interface Outcome {
  readonly doneReason: 'stop' | 'length'
  readonly promptTokens: number
  readonly promptMs: number
  readonly evalTokens: number
  readonly evalMs: number
  readonly slotWaitMs: number
}

export interface InferenceRequest {
  readonly lease: Lease
  readonly prompt: string
  /** What the reply begins with; it is not said again. */
  readonly begun: string
  readonly promptTokens: number
  readonly options: Options
  readonly thinks: boolean
  readonly format: unknown
  readonly toolCalls: readonly ToolCall[]
  /** Whether the oldest tokens make room for a reply that reaches the end of the context. */
  readonly shift: boolean
  readonly signal: AbortSignal
}

/** A model that never ends its reply is stopped at ten times the context. */
const LONGEST_REPLY_CONTEXTS = 10
const THOUGHTS_SHARE = 1 / 3
/** Every so many tokens one is held back until the next: bytes that make no whole character yet. */
const HELD_BACK_EVERY = 9

/** Waits for a slot, reads the prompt and gives the reply at the model's pace. Leaving the loop frees the slot. */
export async function* infer(machine: Machine, request: InferenceRequest): AsyncGenerator<Piece, Outcome> {
  const { clock } = machine
  const { runner } = request.lease
  checkFormat(request.format)
  const asked = clock.now()
  using _slot = await runner.slots.take(request.signal)
  const slotWaitMs = clock.now() - asked
  const rate = machine.tokensPerSecond ?? tokensPerSecond(runner)
  const promptMs = (request.promptTokens / promptTokensPerSecond(rate)) * 1000
  await clock.wait(promptMs, request.signal)

  const { tokens, thoughts, doneReason } = plan(machine, request)
  const pace = clock.pace()
  let held: string[] = []
  for (const [index, token] of tokens.entries()) {
    await pace(1000 / rate, request.signal)
    // A call shows only when it is whole.
    if (request.toolCalls.length > 0 && index >= thoughts) continue
    held.push(token)
    const isLast = index === tokens.length - 1 || index === thoughts - 1
    if (index % HELD_BACK_EVERY === HELD_BACK_EVERY - 1 && !isLast) continue
    yield { text: held.join(''), thinking: index < thoughts, tokens: held }
    held = []
  }
  if (doneReason === 'stop' && request.toolCalls.length > 0) {
    yield { text: '', thinking: false, tokens: [], toolCalls: request.toolCalls }
  }
  return {
    doneReason,
    promptTokens: request.promptTokens,
    promptMs,
    evalTokens: tokens.length,
    evalMs: ((tokens.length - (machine.habits.timesFirstToken ? 0 : 1)) / rate) * 1000,
    slotWaitMs,
  }
}

function plan(machine: Machine, request: InferenceRequest) {
  const { options, lease, promptTokens, prompt } = request
  const context = lease.runner.options.num_ctx
  const seed = hashOf(prompt) ^ (numberOption(options, 'seed') ?? machine.seed)
  const natural = naturalReply(request, seed, machine.sentences)
  const limit = numberOption(options, 'num_predict') ?? -1
  const room = request.shift ? context * LONGEST_REPLY_CONTEXTS : Math.max(1, context - promptTokens)
  const count = Math.min(natural.tokens.length, room, limit > 0 ? limit : Number.POSITIVE_INFINITY)
  return {
    tokens: natural.tokens.slice(0, count),
    thoughts: Math.min(natural.thoughts, count),
    doneReason: count < natural.tokens.length ? ('length' as const) : ('stop' as const),
  }
}

function naturalReply(
  { prompt, begun, thinks, format, toolCalls }: InferenceRequest,
  seed: number,
  sentences: readonly string[],
) {
  const length = wantedLength(prompt, seed)
  const thoughts = thinks
    ? replyTokens(seed + 1, { ...length, tokens: Math.ceil(length.tokens * THOUGHTS_SHARE) }, defaultSentences)
    : []
  const answer =
    toolCalls.length > 0
      ? tokensOfJson(toolCalls)
      : hasFormat(format)
        ? tokensOfJson(exampleOf(format))
        : tokensAfter(begun, replyTokens(seed, length, sentences))
  return { tokens: [...thoughts, ...answer], thoughts: thoughts.length }
}

/** What is left of a reply that has begun; all of it where it did not begin so. */
function tokensAfter(begun: string, tokens: readonly string[]): readonly string[] {
  if (!tokens.join('').startsWith(begun)) return tokens
  let said = begun.length
  return tokens.flatMap((token) => {
    const rest = token.slice(said)
    said = Math.max(0, said - token.length)
    return rest === '' ? [] : [rest]
  })
}

const tokensOfJson = (value: unknown): string[] => JSON.stringify(value).match(/\w+|\W/g) ?? []

const hasFormat = (format: unknown) => format !== undefined && format !== null && format !== ''

function checkFormat(format: unknown): void {
  if (!hasFormat(format) || format === 'json' || typeof format === 'object') return
  const text = JSON.stringify(JSON.stringify(format))
  throw new ApiError(500, `invalid format: ${text}; expected "json" or a valid JSON Schema object`)
}

/** The plainest value a JSON schema allows. */
export function exampleOf(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return { answer: 'It depends on the memory.' }
  const { type, properties, items, enum: choices } = schema as Readonly<Record<string, unknown>>
  if (Array.isArray(choices)) return choices[0]
  if (typeof properties === 'object' && properties !== null) {
    return Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, exampleOf(inner)]))
  }
  if (type === 'array') return [exampleOf(items)]
  if (type === 'integer' || type === 'number') return 7
  if (type === 'boolean') return true
  return type === 'object' ? {} : 'example'
}

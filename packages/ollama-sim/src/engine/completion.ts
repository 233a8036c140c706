import { counters, goTime } from '../counters.ts'
import { ApiError } from '../http/api-error.ts'
import { type CompletionRequest, checkLogprobs, readCompletionRequest } from '../http/completion-request.ts'
import type { Exchange } from '../http/exchange.ts'
import { type Body, bindJson, type GoStruct, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import type { Capability, SimulatedModel } from '../scenarios/simulated-model.ts'
import { requireCapabilities } from '../store/capabilities.ts'
import { findModel } from '../store/find-model.ts'
import { logprobsOf } from '../text/logprobs.ts'
import { createLineReply, sendJson } from '../text/reply.ts'
import { infer, type Outcome, type Piece, type ToolCall } from './inference.ts'
import { mergeOptions, type Options, runnerOptions } from './runner-options.ts'
import type { Lease } from './scheduler.ts'

type Line = Readonly<Record<string, unknown>>

/** What generate and chat read of a request before anything else. */
export interface Asked {
  readonly body: Body
  readonly model: SimulatedModel
  /** The name as the request wrote it, which every line repeats. */
  readonly asked: string
  readonly request: CompletionRequest
}

/** One reply of generate or chat: what the two do alike. */
export interface Completion extends Omit<Asked, 'body'> {
  readonly name: 'generate' | 'chat'
  /** Nothing is asked of the model: it is loaded, or with keep_alive 0 unloaded. */
  readonly isEmpty: boolean
  /** Besides completion and, where it was asked for, thinking. */
  readonly needs: readonly Capability[]
  readonly prompt: string
  /** What the reply begins with: it goes on from there, and nothing is thought first. Empty for none. */
  readonly begun: string
  /** The prompt's tokens once it fits, or a refusal. */
  readonly fit: (contextLength: number) => number
  readonly toolCalls: readonly ToolCall[]
  /** What a line says besides model, time and counters. */
  readonly say: (piece: Pick<Piece, 'text' | 'thinking' | 'toolCalls'>) => Line
  /** What the last line adds. */
  readonly conclude: (outcome: Outcome) => Line
}

/** Refuses what is wrong in the order in which Ollama does. */
export function readAsked(machine: Machine, exchange: Exchange, struct: GoStruct): Asked {
  const body = bindJson(exchange.body, struct)
  const request = readCompletionRequest(body)
  const asked = textOf(body['model'])
  const model = findModel(machine, asked)
  checkLogprobs(request)
  return { body, request, asked, model }
}

export async function complete(machine: Machine, exchange: Exchange, completion: Completion): Promise<void> {
  const { model, asked, request, name, isEmpty, needs } = completion
  if (isEmpty && request.keepAliveMs === 0) {
    // Answered at once, whether or not it is loaded; it leaves when its last request has ended.
    machine.scheduler.unload(model)
    sendJson(exchange, 200, { ...emptyLine(completion), done: true, done_reason: 'unload' })
    return
  }
  const thinking = request.wantsThinking ? (['thinking'] as const) : []
  requireCapabilities(model, asked, ['completion', ...needs, ...thinking], name)
  const options = optionsOf(completion)
  using lease = await acquire(machine, exchange, completion, options)
  if (isEmpty) {
    sendJson(exchange, 200, { ...emptyLine(completion), done: true, done_reason: 'load' })
    return
  }
  const reply = createLineReply(exchange)
  try {
    await stream(machine, exchange, completion, { lease, options, reply })
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (completion.request.streams) reply.fail(error.status, error.message)
    else throw error
  }
}

interface Running {
  readonly lease: Lease
  readonly options: Options
  readonly reply: ReturnType<typeof createLineReply>
}

async function stream(machine: Machine, exchange: Exchange, completion: Completion, running: Running): Promise<void> {
  const { request } = completion
  const { lease, options, reply } = running
  const pieces = infer(machine, {
    lease,
    options,
    prompt: completion.prompt,
    begun: completion.begun,
    promptTokens: completion.fit(lease.runner.options.num_ctx),
    thinks: thinks(completion),
    format: request.format,
    toolCalls: completion.toolCalls,
    shift: request.shift,
    signal: exchange.signal,
  })
  const said: Piece[] = []
  for (;;) {
    const next = await pieces.next()
    if (!next.done) {
      said.push(next.value)
      const extra = request.logprobs ? { logprobs: logprobsOf(next.value.tokens, request.topLogprobs) } : {}
      if (request.streams) reply.line({ ...head(completion), ...completion.say(next.value), done: false, ...extra })
      continue
    }
    const outcome = next.value
    const end = { done: true, done_reason: outcome.doneReason, ...completion.conclude(outcome) }
    const figures = counters(lease.loadMs, outcome)
    if (request.streams) {
      reply.line({ ...emptyLine(completion), ...end, ...figures })
      reply.end()
    } else {
      const tokens = said.flatMap((piece) => piece.tokens)
      const extra = request.logprobs ? { logprobs: logprobsOf(tokens, request.topLogprobs) } : {}
      sendJson(exchange, 200, { ...head(completion), ...sayAll(completion, said), ...end, ...figures, ...extra })
    }
    return
  }
}

const thinks = ({ model, request, begun }: Completion): boolean =>
  model.capabilities.includes('thinking') && !request.refusesThinking && begun === ''

function sayAll(completion: Completion, said: readonly Piece[]): Line {
  const join = (thinking: boolean) => said.map((piece) => (piece.thinking === thinking ? piece.text : '')).join('')
  const toolCalls = said.flatMap((piece) => piece.toolCalls ?? [])
  const answer = completion.say({ text: join(false), thinking: false, ...(toolCalls.length > 0 ? { toolCalls } : {}) })
  const thoughts = join(true)
  if (thoughts === '') return answer
  const message = answer['message']
  return typeof message === 'object'
    ? { message: { ...message, thinking: thoughts } }
    : { ...answer, thinking: thoughts }
}

const head = ({ asked }: Pick<Completion, 'asked'>): Line => ({ model: asked, created_at: goTime(Date.now()) })

const emptyLine = (completion: Pick<Completion, 'asked' | 'say'>): Line => ({
  ...head(completion),
  ...completion.say({ text: '', thinking: false }),
})

const optionsOf = ({ model, request }: Completion) => mergeOptions(model, request.options)

function acquire(
  machine: Machine,
  exchange: Exchange,
  { model, request }: Completion,
  options: Options,
): Promise<Lease> {
  return machine.scheduler.acquire({
    model,
    options: runnerOptions(model, options, {
      vramTotal: machine.vramTotal,
      shift: request.shift || !machine.habits.reloadsForShift,
    }),
    keepAliveMs: request.keepAliveMs,
    signal: exchange.signal,
  })
}

import { nanoseconds, withoutZeros } from '../counters.ts'
import { parseKeepAlive } from '../engine/keep-alive.ts'
import { dimension } from '../engine/memory-need.ts'
import { promptTokensPerSecond, tokensPerSecond } from '../engine/pace.ts'
import { mergeOptions, runnerOptions } from '../engine/runner-options.ts'
import type { Lease } from '../engine/scheduler.ts'
import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { type Body, bindJson, isObject, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { createRandom, hashOf } from '../random.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import { findModelToEmbed } from '../store/find-model.ts'
import { sendJson } from '../text/reply.ts'
import { countTokens } from '../text/tokens.ts'

const EMBED_REQUEST = {
  name: 'EmbedRequest',
  fields: { model: 'string', truncate: 'bool', dimensions: 'int', options: 'map[string]interface {}' },
} as const

const EMBEDDING_REQUEST = {
  name: 'EmbeddingRequest',
  fields: { model: 'string', prompt: 'string', options: 'map[string]interface {}' },
} as const

/** POST /api/embed: one vector of length 1 for each input. No input loads the model, and with keep_alive 0 unloads it. */
export async function embed(machine: Machine, exchange: Exchange): Promise<void> {
  const body = bindJson(exchange.body, EMBED_REQUEST)
  const inputs = readInputs(body['input'])
  const asked = textOf(body['model'])
  const keepAliveMs = parseKeepAlive(body['keep_alive'])
  const model = findModelToEmbed(machine, asked)
  if (inputs.length === 0 && keepAliveMs === 0) {
    machine.scheduler.unload(model)
    sendJson(exchange, 200, { model: asked, embeddings: [] })
    return
  }
  using lease = await acquire(machine, exchange, model, body)
  if (inputs.length === 0) {
    sendJson(exchange, 200, { model: asked, embeddings: [] })
    return
  }
  const context = lease.runner.options.num_ctx
  const tokens = inputs.map((input) => countTokens(input) + TOKENS_AROUND_AN_INPUT)
  if (body['truncate'] === false && tokens.some((count) => count > context)) {
    throw new ApiError(400, 'the input length exceeds the context length')
  }
  const count = tokens.reduce((sum, tokens) => sum + Math.min(tokens, context), 0)
  const ms = await work(machine, exchange, lease, count)
  const length = typeof body['dimensions'] === 'number' && body['dimensions'] > 0 ? body['dimensions'] : undefined
  sendJson(exchange, 200, {
    model: asked,
    embeddings: inputs.map((input) => vectorOf(model, input, length)),
    ...withoutZeros({
      total_duration: nanoseconds(lease.loadMs + ms + 1),
      load_duration: nanoseconds(lease.loadMs + 1),
      prompt_eval_count: count,
    }),
  })
}

/** POST /api/embeddings, the older one: a single vector, no counters. */
export async function embeddings(machine: Machine, exchange: Exchange): Promise<void> {
  const body = bindJson(exchange.body, EMBEDDING_REQUEST)
  const model = findModelToEmbed(machine, textOf(body['model']))
  const prompt = textOf(body['prompt'])
  using lease = await acquire(machine, exchange, model, body)
  if (prompt === '') {
    sendJson(exchange, 200, { embedding: [] })
    return
  }
  await work(machine, exchange, lease, countTokens(prompt))
  sendJson(exchange, 200, { embedding: vectorOf(model, prompt, undefined) })
}

const TOKENS_AROUND_AN_INPUT = 2

function readInputs(input: unknown): string[] {
  if (input === undefined || input === null) return []
  if (typeof input === 'string') return input === '' ? [] : [input]
  if (Array.isArray(input) && input.every((item) => typeof item === 'string')) return input
  throw new ApiError(400, 'invalid input type')
}

function acquire(machine: Machine, exchange: Exchange, model: SimulatedModel, body: Body): Promise<Lease> {
  if (machine.habits.embedsWithEmbeddingModelsOnly && !model.capabilities.includes('embedding')) {
    throw new ApiError(501, 'This server does not support embeddings. Start it with `--embeddings`')
  }
  const options = mergeOptions(model, isObject(body['options']) ? body['options'] : {})
  return machine.scheduler.acquire({
    model,
    options: runnerOptions(model, options, { vramTotal: machine.vramTotal, shift: true }),
    keepAliveMs: parseKeepAlive(body['keep_alive']),
    signal: exchange.signal,
  })
}

async function work(machine: Machine, exchange: Exchange, lease: Lease, tokens: number): Promise<number> {
  using _slot = await lease.runner.slots.take(exchange.signal)
  const rate = machine.tokensPerSecond ?? tokensPerSecond(lease.runner)
  const ms = (tokens / promptTokensPerSecond(rate)) * 1000
  await machine.clock.wait(ms, exchange.signal)
  return ms
}

/** Of length 1, and the same for the same text. */
function vectorOf(model: SimulatedModel, text: string, length: number | undefined): number[] {
  const random = createRandom(hashOf(`${model.name} ${text}`))
  const size = Math.min(length ?? Number.POSITIVE_INFINITY, dimension(model, 'embedding_length') ?? 384)
  const values = Array.from({ length: size }, () => random() - 0.5)
  const norm = Math.hypot(...values)
  return values.map((value) => Math.fround(value / norm))
}

import { VRAM_KEPT } from '../engine/free-memory.ts'
import { memoryNeed } from '../engine/memory-need.ts'
import { loadMsOf, promptTokensPerSecond, tokensPerSecond } from '../engine/pace.ts'
import { createRandom } from '../random.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { SimulatedModel } from '../scenarios/simulated-model.ts'
import type { PastQuestion } from './past-questions.ts'

/** A model that was in memory. Times in milliseconds since the epoch, sizes in bytes. */
export interface PastLoad {
  readonly model: string
  readonly at: number
  readonly loadMs: number
  readonly size: number
  readonly sizeVram: number
  /** Null while it is still there. */
  readonly until: number | null
}

/** A question as it was answered. */
export interface PastRequest extends PastQuestion {
  /** 0 if the model was in memory. */
  readonly loadMs: number
  /** Since the question, with the load. */
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  readonly endedAt: number
}

interface Held extends PastLoad {
  readonly numCtx: number
  readonly keepAliveMs: number
  expiresAt: number
  until: number | null
}

const minuteMs = 60_000
/** As the scenario holds what it preloads. */
const keepAliveMs = 30 * minuteMs
/** Somebody reads the reply before asking on. */
const readingMs = 4000

/** Answers the questions one by one, as the engine does with its models in memory: what does not fit makes others leave. */
export function answerAll(questions: readonly PastQuestion[], scenario: Scenario, begun: number, until: number) {
  const models = new Map(scenario.models.map((model) => [model.name, model]))
  const random = createRandom(questions.length)
  const vramTotal = scenario.gpus.reduce((sum, gpu) => sum + gpu.vram_total, 0)
  const loads: Held[] = []
  const held = new Set<Held>()
  const requests: PastRequest[] = []

  const free = () => Math.max(0, vramTotal - VRAM_KEPT - held.values().reduce((sum, one) => sum + one.sizeVram, 0))

  function leave(one: Held, at: number) {
    one.until = at
    held.delete(one)
  }

  function load(model: SimulatedModel, numCtx: number, at: number, stays = keepAliveMs): Held {
    const size = memoryNeed(model, numCtx, 1)
    for (const one of [...held].toSorted((a, b) => a.expiresAt - b.expiresAt)) {
      if (free() < size && Number.isFinite(one.keepAliveMs)) leave(one, at)
    }
    const loadMs = loadMsOf(model) * (0.95 + 0.2 * random())
    const sizes = { size, sizeVram: Math.min(size, free()) }
    const one: Held = {
      model: model.name,
      at: at + loadMs,
      loadMs,
      ...sizes,
      numCtx,
      keepAliveMs: stays,
      expiresAt: Number.POSITIVE_INFINITY,
      until: null,
    }
    held.add(one)
    loads.push(one)
    return one
  }

  // What the simulation holds for ever was there before.
  for (const { model: name, num_ctx, keep_alive } of scenario.preloaded) {
    const model = models.get(name)
    if (model && keep_alive === -1) load(model, num_ctx, begun - minuteMs, Number.POSITIVE_INFINITY)
  }

  for (const question of questions) {
    const model = models.get(question.model)
    if (!model) continue
    const at = Math.max(question.at, (requests.at(-1)?.endedAt ?? 0) + readingMs)
    for (const one of [...held]) if (one.expiresAt <= at) leave(one, one.expiresAt)
    const present = [...held].find((one) => one.model === question.model)
    const runner = present ?? load(model, question.numCtx, at)
    const loadMs = present ? 0 : runner.loadMs
    const rate = tokensPerSecond({ ...runner, model }) * (1 - 0.3 * random() ** 2)
    const promptMs = (question.promptTokens / promptTokensPerSecond(rate)) * 1000
    const firstTokenMs = loadMs + promptMs + 1000 / rate + 20 + 60 * random()
    const endedAt = at + firstTokenMs + (question.replyTokens / rate) * 1000
    if (endedAt >= until) break
    runner.expiresAt = endedAt + runner.keepAliveMs
    requests.push({ ...question, at, loadMs, firstTokenMs, tokensPerSecond: rate, endedAt })
  }
  return { loads: loads as readonly PastLoad[], requests: requests as readonly PastRequest[] }
}

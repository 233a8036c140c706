import type { Source } from '../../../core/src/history/history-repository.ts'
import {
  type GpuFigure,
  gpuFigureName,
  gpuFigures,
  newStep,
  type Step,
  startOf,
} from '../../../core/src/history/step.ts'
import { defaultRetentionMs, storedTiers } from '../../../core/src/history/tiers.ts'
import { openStorage } from '../../../core/src/index.ts'
import { systemClock } from '../../../core/src/kernel/clock.ts'

export interface PastYear {
  readonly dataDir: string
  readonly gpus: number
  /** The id of the Ollama server that replied. */
  readonly instance: string
}

/** The host is sampled every two seconds. */
const samplesPerSecond = 0.5
/** One request in five minutes, day and night. */
const requestsPerSecond = 1 / 300

const usual: Readonly<Record<GpuFigure, number>> = {
  memory_percent: 60,
  utilization_percent: 40,
  temperature_celsius: 55,
  power_watts: 180,
}

/** Stores a year in which every sample was taken and every step is full: the most that a year can take. */
export async function storeYear({ dataDir, gpus, instance }: PastYear): Promise<void> {
  await using storage = await openStorage({ dataDir, clock: systemClock })
  const now = Date.now()
  const random = sequence()
  for (const tier of storedTiers(defaultRetentionMs)) {
    for (const source of ['host', { instance }] satisfies Source[]) {
      const steps = new Map<number, Step>()
      for (let start = startOf(now / 1000, tier.seconds) - tier.seconds; ; start -= tier.seconds) {
        if (start * 1000 < now - tier.keptMs) break
        steps.set(start, source === 'host' ? hostStep(tier.seconds, gpus, random) : repliesStep(tier.seconds, random))
      }
      storage.history.add(source, steps, [tier], now)
      await storage.history.save()
    }
  }
}

function hostStep(seconds: number, gpus: number, random: () => number): Step {
  const step = newStep()
  const samples = seconds * samplesPerSecond
  for (const name of ['cpu', 'memory', 'vram', 'disk']) step.tallies.set(name, tally(50, samples, random))
  for (let index = 0; index < gpus; index += 1) {
    step.gpus.set(index, 'NVIDIA GeForce RTX 4090')
    for (const figure of gpuFigures) {
      step.tallies.set(gpuFigureName(index, figure), tally(usual[figure], samples, random))
    }
  }
  return step
}

function repliesStep(seconds: number, random: () => number): Step {
  const step = newStep()
  const requests = Math.max(1, Math.round(seconds * requestsPerSecond))
  const none = { min: 0, max: 0, sum: 0, count: requests }
  step.tallies.set('requests', none)
  step.tallies.set('failed', { ...none, count: 1 })
  step.tallies.set('tokens_per_second', tally(45, requests, random))
  step.tallies.set('time_to_first_token_ms', tally(800, requests, random))
  return step
}

/** In tenths, as they are stored: some figure about the usual one. */
function tally(about: number, count: number, random: () => number) {
  const mean = Math.round(about * 10 * (0.5 + random()))
  return {
    min: Math.round(mean / 2),
    max: Math.round(mean * 1.4),
    sum: mean * count + Math.round(count * random()),
    count,
  }
}

/** The same figures in every run: from 0 up to 1. */
function sequence() {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

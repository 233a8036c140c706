import type { Scenario } from '../scenarios/scenario.ts'
import { figuresOf, type HostLoad, type SimulatedHost } from '../scenarios/simulated-host.ts'
import { answerAll, type PastLoad, type PastRequest } from './past-memory.ts'
import { pastDays, pastQuestions } from './past-questions.ts'

/** A model that was pulled; milliseconds since the epoch. */
export interface PastPull {
  readonly model: string
  readonly size: number
  readonly startedAt: number
  readonly finishedAt: number
}

/** What happened on the simulated machine in the week before a moment, each list oldest first. */
export interface SimulatedPast {
  readonly requests: readonly PastRequest[]
  readonly loads: readonly PastLoad[]
  readonly pulls: readonly PastPull[]
  /** What a probe of the machine would have read. */
  hostAt(at: number): SimulatedHost
}

export interface PastOptions {
  readonly scenario: Scenario
  /** When the simulation began: the ages of its models are counted from then. */
  readonly startedAt: number
  /** When the past ends. */
  readonly until: number
  readonly seed: number
  /** Bytes of all models on disk. */
  readonly blobBytes: number
  readonly othersAt: (at: number) => HostLoad['others']
}

const dayMs = 86_400_000

/** The same for the same options. It ends in the state in which a simulation of the scenario begins. */
export function createPast(options: PastOptions): SimulatedPast {
  const { scenario, startedAt, until, seed, blobBytes, othersAt } = options
  const begun = until - pastDays * dayMs
  const { loads, requests } = answerAll(pastQuestions(until, seed), scenario, begun, until)
  const pulls = pullsOf(scenario, until - startedAt, begun)
  const news = pulls.filter(({ model, finishedAt }) =>
    requests.every((request) => request.model !== model || request.at > finishedAt),
  )

  const isServing = (at: number): boolean => {
    const request = lastBefore(requests, at)
    return request !== undefined && at >= request.at + request.loadMs && at < request.endedAt
  }

  return {
    requests,
    loads,
    pulls,
    hostAt(at) {
      const load = {
        users: isServing(at) ? 1 : 0,
        runners: loads.filter((one) => one.at <= at && (one.until === null || one.until > at)),
        blobBytes: blobBytes - news.filter((pull) => pull.finishedAt > at).reduce((sum, { size }) => sum + size, 0),
        others: othersAt(at),
      }
      return figuresOf(scenario, load, (at - startedAt) / 1000)
    },
  }
}

/** The models of the last days came by a pull. */
function pullsOf({ models, pull_bytes_per_second }: Scenario, offset: number, begun: number): readonly PastPull[] {
  return models
    .map(({ name: model, size, modified_at }) => {
      const finishedAt = Date.parse(modified_at) + offset
      return { model, size, startedAt: finishedAt - (size / pull_bytes_per_second) * 1000, finishedAt }
    })
    .filter(({ startedAt }) => startedAt > begun)
    .toSorted((a, b) => a.finishedAt - b.finishedAt)
}

/** The last one that had begun, of those that are sorted by that. */
function lastBefore(requests: readonly PastRequest[], at: number): PastRequest | undefined {
  let [low, high] = [0, requests.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((requests[middle]?.at ?? at) <= at) low = middle + 1
    else high = middle
  }
  return requests[low - 1]
}

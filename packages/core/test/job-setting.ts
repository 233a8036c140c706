import type { DashboardEvent, PullJob } from '@ollama-dashboard/contracts'
import {
  type Scenario,
  type Simulator,
  type SimulatorOptions,
  scenarios,
  startSimulator,
} from '@ollama-dashboard/ollama-sim'
import { onTestFinished } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createInstance } from '../src/instances/instance.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createJobs } from '../src/jobs/create-jobs.ts'
import type { JobRepository } from '../src/jobs/job-repository.ts'
import type { StoredJob } from '../src/jobs/job-table.ts'
import type { Jobs, JobsOptions } from '../src/jobs/jobs.ts'
import { createPulls, type PullOptions, type Pulls } from '../src/jobs/pulls/pulls.ts'
import { createBackground } from '../src/kernel/background.ts'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import { createOllama } from '../src/ollama/ollama-client.ts'
import { caller } from './caller.ts'

export interface MemoryJobs extends JobRepository {
  readonly stored: Map<string, StoredJob>
  /** Whatever is written next fails with this. */
  failure: Error | null
}

const unused = async (): Promise<never> => {
  throw new Error('One process keeps its jobs by itself.')
}

/** A storage that can be looked into, and broken. */
export function memoryJobs(initial: readonly StoredJob[] = []): MemoryJobs {
  const stored = new Map(initial.map((job) => [job.id, job]))
  const memory: MemoryJobs = {
    stored,
    failure: null,
    async save(job) {
      if (memory.failure) throw memory.failure
      stored.set(job.id, structuredClone(job))
    },
    all: async () => [...stored.values()].sort((a, b) => b.created_at.localeCompare(a.created_at)),
    // What several processes would need.
    ...{ begin: unused, change: unused, beginAgain: unused, heads: unused, find: unused },
    async remove(ids) {
      for (const id of ids) stored.delete(id)
    },
  }
  return memory
}

export interface JobSetting {
  readonly jobs: Jobs & Pulls
  readonly simulator: Simulator
  readonly repository: MemoryJobs
  /** What was told, oldest first. */
  readonly told: readonly DashboardEvent[]
  /** What is remembered of it. */
  recent(): readonly DashboardEvent[]
  /** The times Ollama was asked to pull. */
  pulls(model?: string): number
  /** The dashboard ends, and is there again. */
  restart(meanwhile?: () => void): Promise<Jobs & Pulls>
}

/** So slow that a pull lasts as long as a test lets it. */
export const slow: Partial<Scenario> = { pull_bytes_per_second: 10_000 }

export interface JobSettingOptions extends Omit<SimulatorOptions, 'scenario' | 'clock'> {
  readonly scenario?: Partial<Scenario>
  readonly jobs?: Partial<JobsOptions & PullOptions>
  readonly repository?: MemoryJobs
  /** The dashboard's, not Ollama's. */
  readonly clock?: Clock
}

/** Jobs over a simulated Ollama that has nothing installed; both end with the test. */
export async function jobSetting(options: JobSettingOptions = {}): Promise<JobSetting> {
  const { scenario, jobs: more, repository = memoryJobs(), clock = systemClock, ...rest } = options
  const simulator = await startSimulator({ speed: 1000, ...rest, scenario: { ...scenarios.empty, ...scenario } })
  const told: DashboardEvent[] = []

  function open() {
    const background = createBackground({ clock })
    const events = createEventBus(clock, background)
    events.listen((event) => told.push(event))
    const url = new URL(simulator.url)
    const instance = createInstance({ name: 'default', url, ollama: createOllama(url), clock, events, background })
    const instances = createInstances([instance])
    const pulls = createPulls({ instances, clock, freeBytes: () => null, random: () => 0, ...more })
    const jobs = createJobs({
      kinds: pulls.kinds,
      instances,
      events,
      clock,
      background,
      storage: { jobs: repository },
      ...more,
    })
    return {
      jobs: { ...jobs, ...pulls.begin(jobs) },
      recent: events.recent,
      async close() {
        await jobs[Symbol.asyncDispose]()
        await instances[Symbol.asyncDispose]()
      },
    }
  }

  let opened = open()
  onTestFinished(async () => {
    await opened.close()
    await simulator.close()
  })
  return {
    jobs: opened.jobs,
    simulator,
    repository,
    told,
    recent: () => opened.recent(256),
    pulls: (model) =>
      simulator.requests.filter((one) => one.path === '/api/pull' && (!model || one.model === model)).length,
    async restart(meanwhile = () => {}) {
      await opened.close()
      meanwhile()
      opened = open()
      return opened.jobs
    },
  }
}

/** The job as soon as it is as wanted. */
export async function until(jobs: Jobs, id: string, wanted: (job: PullJob) => boolean): Promise<PullJob> {
  const input = { id, kind: 'pull' } as const
  for await (const job of jobs.follow(caller(AbortSignal.timeout(20_000)), input)) if (wanted(job)) return job
  throw new Error(`The job ended otherwise: ${JSON.stringify(await jobs.get(caller(), { id }))}`)
}

export const ended = (jobs: Jobs, id: string): Promise<PullJob> =>
  until(jobs, id, ({ state }) => state !== 'queued' && state !== 'running')

export const running = (jobs: Jobs, id: string): Promise<PullJob> =>
  until(jobs, id, ({ state, progress }) => state === 'running' && (progress?.completed ?? 0) > 0)

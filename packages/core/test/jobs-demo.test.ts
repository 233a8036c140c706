import type { DashboardEvent } from '@ollama-dashboard/contracts'
import { type Scenario, scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createInstance, type DemoReason } from '../src/instances/instance.ts'
import { createInstances } from '../src/instances/instances.ts'
import { createJobs } from '../src/jobs/create-jobs.ts'
import { createPulls } from '../src/jobs/pulls/pulls.ts'
import { createBackground } from '../src/kernel/background.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { createOllama } from '../src/ollama/ollama-client.ts'
import { caller } from './caller.ts'
import { ended, memoryJobs, running, slow } from './job-setting.ts'
import { storedJob } from './stored-job.ts'

const model = 'smollm2:135m'
const other = 'all-minilm:latest'

/** A demo, with what a real server left in the storage, and the real server that will take its place. */
async function demoSetting() {
  const background = createBackground({ clock: systemClock })
  const events = createEventBus(systemClock, background)
  const told: DashboardEvent[] = []
  events.listen((event) => told.push(event))

  async function server(scenario: Partial<Scenario>, demo?: DemoReason) {
    const simulator = await startSimulator({ scenario: { ...scenarios.empty, ...scenario }, speed: demo ? 1 : 1000 })
    onTestFinished(() => simulator.close())
    const url = new URL(simulator.url)
    const connection = { name: 'default', url, ollama: createOllama(url), clock: systemClock, events, background }
    return { simulator, instance: createInstance({ ...connection, ...(demo && { demo }) }) }
  }

  const demo = await server(slow, { tried: '127.0.0.1:11434', reason: 'the connection was refused' })
  const instances = createInstances([demo.instance])
  const repository = memoryJobs([storedJob({ model: other })])
  const clock = systemClock
  const pulls = createPulls({ instances, clock, freeBytes: () => null })
  const owned = createJobs({ kinds: pulls.kinds, instances, events, clock, background, storage: { jobs: repository } })
  const jobs = { ...owned, ...pulls.begin(owned) }
  onTestFinished(async () => {
    await jobs[Symbol.asyncDispose]()
    await instances[Symbol.asyncDispose]()
  })
  const leave = async () => {
    const real = await server({})
    const replaced = instances.replace(real.instance)
    await jobs.serverReplaced('default')
    await replaced
    return real.simulator
  }
  return { jobs, repository, told, demo: demo.simulator, leave }
}

test('a pull of the demo outlives nothing, and the demo gets no pull of the real server', async () => {
  const { jobs, repository, demo } = await demoSetting()
  const { id } = await jobs.pull(caller(), { model })
  await running(jobs, id)
  expect((await jobs.list(caller())).map((job) => job.id)).toEqual([id])
  await jobs.cancel(caller(), { id })
  expect([...repository.stored.keys()]).toEqual(['stored'])
  expect(demo.requests.filter(({ path }) => path === '/api/pull').map((one) => one.model)).toEqual([model])
})

test('when a real server answers, pulls of the demo are cancelled and forgotten, and its own go on', async () => {
  const { jobs, repository, told, leave } = await demoSetting()
  const { id } = await jobs.pull(caller(), { model })
  await running(jobs, id)
  const waiting = expect(jobs.finished(caller(new AbortController().signal), { id })).rejects.toMatchObject({
    code: 'job_cancelled',
  })
  const simulator = await leave()
  await waiting
  await expect(jobs.get(caller(), { id })).rejects.toMatchObject({ code: 'job_not_found' })
  const states = told.filter(({ type, job }) => type === 'job.changed' && job?.id === id).map(({ job }) => job?.state)
  expect(states).toEqual(['queued', 'running', 'cancelled'])

  expect(await ended(jobs, 'stored')).toMatchObject({ state: 'done', model: other })
  expect(simulator.requests.filter(({ path }) => path === '/api/pull').map((one) => one.model)).toEqual([other])
  await expect.poll(() => repository.stored.get('stored')?.state).toBe('done')
  expect([...repository.stored.keys()]).toEqual(['stored'])
})

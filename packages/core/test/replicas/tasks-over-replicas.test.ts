import { expect, test } from 'vitest'
import type { Core } from '../../src/core-interface.ts'
import { createModelTasks } from '../../src/models/actions/model-tasks.ts'
import { createTasksElsewhere } from '../../src/models/activity/tasks-elsewhere.ts'
import { caller } from '../caller.ts'
import { linkHub } from '../replicas-set-up.ts'
import { replicatedCores } from '../replicated-cores.ts'
import { stubInstance } from '../stub-ollama.ts'

const model = 'llama3.2:3b'
const soon = { timeout: 10_000, interval: 20 }

async function chat(core: Core) {
  const session_id = await core.conversations.save(caller(), { model, messages: [] })
  await core.chat.begin(caller(), { request: { model, prompt: 'Hello', session_id, detached: true } })
}

test.each([
  ['a start', (core: Core) => core.models.start(caller(), { model })],
  ['a chat', chat],
])('a model that %s on one replica loads is on its way on all, and who asked for it is known', async (_, load) => {
  const { cores, simulator } = await replicatedCores({ speed: 0 })
  const [leader, asked] = cores
  const loading = load(asked)
  const running = async (core: Core) =>
    (await core.models.running(caller())).models.filter(({ name }) => name === model).map(({ state }) => state)
  for (const core of cores) await expect.poll(() => running(core), soon).toEqual(['loading'])
  simulator.setSpeed(1000)
  await loading
  for (const core of cores) await expect.poll(() => running(core), soon).toEqual(['loaded'])
  const { spans } = await leader.residency.read(caller(), { range: '1h' })
  expect(spans.filter((span) => span.model === model)).toMatchObject([{ requested_by: 'laptop' }])
  const { entries } = await leader.timeline.list(caller())
  expect(entries.filter((entry) => entry.model === model)).toMatchObject([
    { type: 'model.loaded', by: 'laptop', detail: 'Requested in the dashboard.' },
  ])
})

test('what a replica was loading is forgotten some seconds after it was killed, and not before', async () => {
  const hub = linkHub()
  const join = (id: string) => {
    const { instance, clock } = stubInstance({})
    const elsewhere = createTasksElsewhere(hub.link(id), clock)
    return { instance, clock, tasks: createModelTasks(clock, undefined, elsewhere) }
  }
  const [here, killed] = [join('here'), join('killed')]
  const models = () => here.tasks.working(here.instance).map((one) => [one.model, one.state, one.actor.id])
  killed.tasks.mark({ instance: killed.instance, model: 'a' }, 'loading', caller().actor)
  for (let seconds = 0; seconds < 20; seconds += 1) {
    for (const { clock } of [killed, here]) await clock.advance(1000)
  }
  expect(models()).toEqual([['a', 'loading', 'laptop']])
  const { revision } = here.tasks
  await here.clock.advance(7000)
  expect(models()).toEqual([])
  expect(here.tasks.revision).toBeGreaterThan(revision)
})

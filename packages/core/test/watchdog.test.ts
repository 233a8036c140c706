import type { Alert } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import type { CallEnd, CallOfAudit } from '../src/audit/audited-call.ts'
import type { Instance } from '../src/instances/instance.ts'
import { createBackground } from '../src/kernel/background.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import type { SharedLink } from '../src/replicas/shared-link.ts'
import { openWatchdog, type WatchdogOptions, type WatchdogPolicy } from '../src/watchdog/watchdog.ts'
import { fakeClock } from './fake-clock.ts'
import { linkHub } from './replicas-set-up.ts'
import { handedLease } from './replicated-cores.ts'

interface Given {
  readonly replicas?: WatchdogOptions['replicas'] & {}
  readonly watchdog?: WatchdogPolicy
  readonly rule?: string
  readonly answering?: boolean
  readonly demo?: boolean
  readonly stopped?: boolean
  readonly fails?: boolean
  /** After which of its steps the alert is over. */
  readonly helps?: 'models.stop' | 'service.restart'
}

async function watch(given: Given = {}) {
  const { watchdog = 'restart', rule = 'runner_stuck', answering = false, helps } = given
  const clock = fakeClock()
  const done: string[] = []
  const audited: string[] = []
  const model = rule === 'vram_held' ? null : 'a'
  let alerts = [{ id: '1', rule, instance: 'lab', model } as Alert]
  const failures: unknown[] = []
  const step = (name: string) => async () => {
    done.push(name)
    if (given.fails) throw new DashboardError('still_unloading', 'It is still loaded.')
    if (helps === name) alerts = []
  }
  const dog = openWatchdog({
    watchdog,
    ...(given.replicas && { replicas: given.replicas }),
    clock,
    background: createBackground({ clock, report: (error) => failures.push(error) }),
    alerts: { firing: () => alerts },
    instances: { all: () => [{ name: 'lab', demo: given.demo ? {} : null } as Instance] },
    models: {
      activity: async () => ({ instance: 'lab', models: [{ model: 'a', requests: answering ? 1 : 0 }] }) as never,
      stop: step('models.stop') as never,
    },
    service: { restart: step('service.restart') as never, isStopped: () => given.stopped === true },
    audit: {
      expectWritable: () => null,
      call: ({ actor, action, target, instance }: CallOfAudit) => ({
        isReported: true,
        changed: ({ after }) => void audited.push(`${actor.name} ${action} ${target} ${instance} ${after?.['alert']}`),
        end: async ({ outcome, code }: CallEnd) => void audited.push(`${outcome} ${code}`),
      }),
    },
  })
  onTestFinished(() => dog[Symbol.asyncDispose]())
  return { done, audited, failures, pass: (minutes: number) => clock.advance(minutes * 60_000) }
}

test('a model that is stuck is unloaded; where that does not help, Ollama is restarted, each once an hour', async () => {
  const { done, audited, failures, pass } = await watch()
  await pass(0.5)
  expect(done).toEqual(['models.stop'])
  await pass(2)
  expect(done).toEqual(['models.stop', 'service.restart'])
  await pass(50)
  expect(done).toHaveLength(2)
  await pass(15)
  expect(done).toHaveLength(4)
  expect(audited.slice(0, 4)).toEqual([
    'watchdog models.stop a lab runner_stuck',
    'done null',
    'watchdog service.restart null lab runner_stuck',
    'done null',
  ])
  expect(failures).toEqual([])
})

test.each([
  ['off', { watchdog: 'off' }, []],
  ['unload alone', { watchdog: 'unload' }, ['models.stop']],
  ['restart, after the first step helped', { helps: 'models.stop' }, ['models.stop']],
  ['restart, of memory that no model has', { rule: 'vram_held', helps: 'service.restart' }, ['service.restart']],
  ['restart, of what has no remedy', { rule: 'gpu_lost' }, []],
  ['restart, while somebody waits for a reply', { answering: true }, []],
  ['restart, of a simulated server', { demo: true }, []],
  ['restart, of a server that somebody stopped', { stopped: true }, []],
] as const)('with %s', async (_, given, steps) => {
  const { done, pass } = await watch(given)
  await pass(10)
  expect(done).toEqual(steps)
})

test('a step that fails is told as such, and the next one follows', async () => {
  const { done, audited, pass } = await watch({ fails: true })
  await pass(5)
  expect(done).toEqual(['models.stop', 'service.restart'])
  expect(audited.filter((line) => line.startsWith('failed'))).toEqual([
    'failed still_unloading',
    'failed still_unloading',
  ])
})

test('whoever leads next does not do again what was done within the hour', async () => {
  const [lease, hub, taken] = [handedLease(), linkHub(), new Set<string>()]
  const run: SharedLink['run'] = async (_, [key = '']) => Number(taken.size < taken.add(key).size)
  const before = lease.join(hub)
  const first = await watch({ replicas: { ...before, link: { ...before.link, run } } })
  await first.pass(3)
  const next = await watch({ replicas: { ...before, link: { ...before.link, run } } })
  await next.pass(3)
  expect([first.done, next.done]).toEqual([['models.stop', 'service.restart'], []])
})

test('of several replicas it acts on the one that leads', async () => {
  const [lease, hub] = [handedLease(), linkHub()]
  const [leading, other] = [lease.join(hub), lease.join(hub)]
  const dogs = [await watch({ replicas: leading }), await watch({ replicas: other })]
  for (const { pass } of dogs) await pass(1)
  expect(dogs.map(({ done }) => done.length > 0)).toEqual([true, false])
})

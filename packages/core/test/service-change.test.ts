import { expect, test, vi } from 'vitest'
import type { Replicas } from '../src/replicas/replicas.ts'
import { ManagerFailed, NotPermitted } from '../src/service/managed.ts'
import { caller } from './caller.ts'
import { linkHub } from './replicas-set-up.ts'
import { handedLease } from './replicated-cores.ts'
import { serviceOver } from './service-set-up.ts'

test('a server is stopped, started and restarted by its manager, and the answer says how it stands', async () => {
  const { service, asked, clock } = serviceOver()
  const answers = []
  for (const action of ['stop', 'start', 'restart'] as const) answers.push(await clock.until(service[action](caller())))
  expect(asked).toEqual(['stop', 'start', 'restart'])
  expect(answers.map(({ message, service: { status, changing } }) => [message, status, changing])).toEqual([
    ['Ollama was stopped.', 'stopped', null],
    ['Ollama was started.', 'running', null],
    ['Ollama was restarted.', 'running', null],
  ])
})

test('a server that runs already is not started a second time', async () => {
  const { service, asked, clock } = serviceOver()
  expect(await clock.until(service.start(caller()))).toMatchObject({ message: expect.stringContaining('already runs') })
  expect(asked).toEqual([])
})

test('a start is over once the API answers, and not when the manager has done its part', async () => {
  const { service, ollama, clock } = serviceOver({ isUp: false, managed: { start: async () => {} } })
  const started = vi.fn()
  const start = service.start(caller()).then(started)
  await clock.advance(5000)
  expect(started).not.toHaveBeenCalled()
  expect(await service.status(caller())).toMatchObject({ status: 'stopped', changing: 'starting' })
  ollama.isUp = true
  await clock.until(start)
  expect(started).toHaveBeenCalledOnce()
})

test.each([
  ['start', false, 'Ollama could not be started. It does not answer after 30 s.'],
  ['stop', true, 'Ollama could not be stopped. It still answers after 30 s.'],
  ['restart', false, 'Ollama could not be restarted. It does not answer after 30 s.'],
] as const)(
  'a %s that the API does not show within 30 s fails with the last lines of the log',
  async (action, isUp, message) => {
    const log = {
      kind: 'journal' as const,
      name: 'ollama.service',
      command: 'journalctl',
      async *read() {
        yield [{ text: 'Error: the disk is on fire', at: null }]
      },
    }
    const nothing = async () => {}
    const managed = { start: nothing, stop: nothing, restart: nothing, log }
    const { service, clock } = serviceOver({ isUp, managed })
    await expect(clock.until(service[action](caller()))).rejects.toMatchObject({
      code: 'service_failed',
      message,
      details: { service_failed: { output: ['Error: the disk is on fire'] } },
    })
  },
)

test('where a manager cannot restart, it stops the server and starts it once it no longer answers', async () => {
  const { service, asked, clock } = serviceOver({ managed: { restart: undefined } })
  await clock.until(service.restart(caller()))
  expect(asked).toEqual(['stop', 'start'])
})

test('what a manager says when it fails is told, without secrets and colours', async () => {
  const start = async () => {
    throw new ManagerFailed('systemctl failed with exit code 1.', [
      '\u001b[31mproxy http://ann:secret@proxy:3128\u001b[0m',
    ])
  }
  const { service, clock } = serviceOver({ isUp: false, managed: { start } })
  await expect(clock.until(service.start(caller()))).rejects.toMatchObject({
    code: 'service_failed',
    message: 'Ollama could not be started. systemctl failed with exit code 1.',
    details: { service_failed: { output: ['proxy http://…@proxy:3128'] } },
  })
})

test('a manager that does not let this user is told with the command to run', async () => {
  const stop = async () => {
    throw new NotPermitted('systemctl does not let this user do it.')
  }
  const { service, clock } = serviceOver({ managed: { stop } })
  await expect(clock.until(service.stop(caller()))).rejects.toMatchObject({
    code: 'service_not_controllable',
    hint: expect.stringContaining('sudo systemctl stop ollama'),
  })
})

test.each([
  ['on another machine', { instance: { url: new URL('http://gpu-box:11434') } }, 'another machine'],
  ['with SERVICE_CONTROL=off', { config: { control: 'off' as const } }, 'SERVICE_CONTROL=off'],
  ['in a demo', { instance: { demo: { tried: 'http://127.0.0.1:11434', reason: 'Nothing.' } } }, 'simulated'],
  [
    'of another user',
    { managed: { manager: 'process' as const, refusal: 'It belongs to another user.' } },
    'another user',
  ],
])('a server %s is not controlled, and nothing is done', async (_, given, why) => {
  const { service, asked, clock } = serviceOver(given)
  for (const action of ['stop', 'restart'] as const)
    await expect(clock.until(service[action](caller()))).rejects.toMatchObject({
      code: 'service_not_controllable',
      message: expect.stringContaining(why),
    })
  expect(asked).toEqual([])
})

test.each([
  ['on another machine', { url: new URL('http://gpu-box:11434') }, 'The log is on the machine of the server.'],
  ['of a demo', { demo: { tried: 'http://127.0.0.1:11434', reason: 'Nothing.' } }, 'simulated, and writes no log'],
])('the log of a server %s is not shown, and why is true', async (_, instance, why) => {
  const { service, clock } = serviceOver({ instance })
  await expect(clock.until(service.logs(caller()))).rejects.toMatchObject({
    code: 'service_log_unavailable',
    message: expect.stringContaining(why),
  })
})

test('a unit of the system is tried although the policy in general says no: a rule may be for this unit alone', async () => {
  const { service, asked, clock } = serviceOver({
    managed: { refusal: 'This user may not manage units of the system.' },
  })
  await clock.until(service.restart(caller()))
  expect(asked).toEqual(['restart'])
})

test('a second change is refused while one is under way, and its caller may leave', async () => {
  const { service, ollama, clock, events } = serviceOver({ isUp: false, managed: { start: async () => {} } })
  const leaving = new AbortController()
  const start = service.start(caller(leaving.signal))
  await clock.advance(0)
  await expect(service.stop(caller())).rejects.toMatchObject({
    code: 'service_changing',
    message: 'This server is starting already.',
  })
  leaving.abort()
  ollama.isUp = true
  await clock.until(start)
  expect(await service.status(caller())).toMatchObject({ status: 'running', changing: null })
  expect(events.recent(9)).toContainEqual(
    expect.objectContaining({ type: 'instance.changed', detail: 'Ollama was started.', by: 'laptop' }),
  )
})

test('a server counts as stopped on purpose until it answers again, whoever started it', async () => {
  const { service, instance, ollama, clock } = serviceOver()
  await clock.until(service.stop(caller()))
  expect(service.isStopped(instance)).toBe(true)
  ollama.isUp = true
  await instance.loaded.refresh()
  expect(service.isStopped(instance)).toBe(false)
  ollama.isUp = false
  await instance.loaded.refresh()
  expect(service.isStopped(instance)).toBe(false)
})

test('with AUTO_START_OLLAMA a server that does not run is started with the dashboard, and one that runs is left alone', async () => {
  const down = serviceOver({ isUp: false, config: { autoStart: true } })
  await down.clock.advance(1000)
  const up = serviceOver({ config: { autoStart: true } })
  await up.clock.advance(1000)
  expect([down.asked, up.asked]).toEqual([['start'], []])
})

test('of several replicas one starts what does not run, and only where it leads from its start', async () => {
  const [lease, hub] = [handedLease(), linkHub()]
  const begin = (replicas: Replicas) => serviceOver({ isUp: false, config: { autoStart: true }, replicas })
  const [first, second, third] = [lease.join(hub), lease.join(hub), lease.join(hub)]
  const services = [begin(first), begin(second), begin(third)] as const
  for (const { clock } of services) await clock.advance(1000)
  expect(services.map(({ asked }) => asked)).toEqual([['start'], [], []])
  lease.give(second)
  await services[1].clock.advance(1000)
  await services[2].clock.advance(60_000)
  lease.give(third)
  await services[2].clock.advance(1000)
  expect(services.map(({ asked }) => asked)).toEqual([['start'], ['start'], []])
})

test('what somebody stopped on one replica is known on the others, until it is started', async () => {
  const [lease, hub] = [handedLease(), linkHub()]
  const [first, second] = [serviceOver({ replicas: lease.join(hub) }), serviceOver({ replicas: lease.join(hub) })]
  await first.clock.until(first.service.stop(caller()))
  const isStopped = () => second.service.isStopped(second.instance)
  second.ollama.isUp = false
  await second.instance.loaded.refresh()
  await expect.poll(isStopped, { interval: 5 }).toBe(true)
  await first.clock.until(first.service.start(caller()))
  await expect.poll(isStopped, { interval: 5 }).toBe(false)
})

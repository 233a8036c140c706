import { expect, test } from 'vitest'
import { brief, next, openEventStream } from './open-event-stream.ts'
import { hostFigures } from './recorded-history.ts'

test('a listener gets a snapshot, then events, each with its id', async () => {
  const { listen, announce } = openEventStream()
  announce('before')
  const listening = listen()
  expect(await next(listening)).toEqual({
    event: 'snapshot',
    id: 'k3f9-1',
    data: { models: [], jobs: [], alerts: [] },
  })
  announce('a')
  announce('b')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'a'])
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-3', 'b'])
  const waiting = next(listening)
  announce('c')
  expect(brief(await waiting)).toEqual(['model.loaded', 'k3f9-4', 'c'])
})

test('a listener who wants samples of the host gets the newest one, and is told of events first', async () => {
  const { listen, announce, sampled, leaving } = openEventStream()
  const sample = (cpu: number) => ({ ...hostFigures(cpu), cpu_percent: cpu, gpus: [], sampled_at: '' })
  const [plain, watching] = [listen(), listen(undefined, true)]
  for (const listening of [plain, watching]) await next(listening)
  expect(sampled.size).toBe(1)
  for (const cpu of [1, 2]) for (const listener of sampled) listener(sample(cpu))
  announce('a')
  expect(brief(await next(plain))).toEqual(['model.loaded', 'k3f9-1', 'a'])
  expect(brief(await next(watching))).toEqual(['model.loaded', 'k3f9-1', 'a'])
  expect(await next(watching)).toEqual({ event: 'stats', data: sample(2) })
  leaving.abort()
  await watching.next()
  expect(sampled.size).toBe(0)
})

test('a client that resumes with an id gets the missed events, and no snapshot', async () => {
  const { listen, announce, snapshots } = openEventStream()
  for (const model of ['a', 'b', 'c']) announce(model)
  const listening = listen('k3f9-1')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'b'])
  announce('d')
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-3', 'c'])
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-4', 'd'])
  expect(snapshots()).toBe(0)
})

test('a client that missed nothing is told so at once', async () => {
  const { listen, announce } = openEventStream()
  announce('a')
  const listening = listen('k3f9-1')
  expect(await next(listening)).toMatchObject({ event: 'snapshot', id: 'k3f9-1' })
  const waiting = next(listening)
  announce('b')
  expect(brief(await waiting)).toEqual(['model.loaded', 'k3f9-2', 'b'])
})

test.each([
  ['of another process', 'zzzz-1'],
  ['that never was', 'k3f9-99'],
  ['that is no id', 'k3f9-1; drop'],
])('an id %s gets a snapshot', async (_, after) => {
  const { listen, announce } = openEventStream()
  announce('a')
  expect((await next(listen(after))).event).toBe('snapshot')
})

test('an id is held until an event after it is forgotten', async () => {
  const { listen, announce } = openEventStream()
  for (let index = 0; index < 257; index += 1) announce('a')
  expect((await next(listen('k3f9-0'))).event).toBe('snapshot')
  expect((await next(listen('k3f9-1'))).id).toBe('k3f9-2')
})

test('a listener that falls behind loses its queue and gets a new snapshot', async () => {
  const { listen, announce, snapshots } = openEventStream()
  const [slow, quick] = [listen(), listen()]
  await next(slow)
  await next(quick)
  for (let index = 0; index < 10_000; index += 1) {
    announce(`m${index}`)
    expect(brief(await next(quick))[2]).toBe(`m${index}`)
  }
  expect(snapshots()).toBe(2)
  expect(await next(slow)).toMatchObject({ event: 'snapshot', id: 'k3f9-10000' })
  announce('after')
  expect(brief(await next(slow))).toEqual(['model.loaded', 'k3f9-10001', 'after'])
})

test('a listener is registered until it aborts its signal or leaves the loop', async () => {
  const { listen, leaving, watching } = openEventStream()
  const [one, other] = [listen(), listen()]
  await next(one)
  await next(other)
  expect(watching()).toBe(2)
  await one.return()
  expect(watching()).toBe(1)
  const last = other.next()
  leaving.abort()
  expect((await last).done).toBe(true)
  expect(watching()).toBe(0)
})

test('the end of the dashboard ends every stream', async () => {
  const { listen, closing } = openEventStream()
  const listening = listen()
  await next(listening)
  const last = listening.next()
  closing.abort()
  expect((await last).done).toBe(true)
  expect((await listen().next()).done).toBe(true)
})

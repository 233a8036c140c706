import { expect, test } from 'vitest'
import { createModelTasks } from '../src/models/actions/model-tasks.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { stubInstance } from './stub-ollama.ts'

const { instance } = stubInstance({})
const target = { instance, model: 'llama3.2:3b' }
const { actor } = caller()
const never = new AbortController().signal

function blocked() {
  const gate = Promise.withResolvers<string>()
  const began: string[] = []
  const work = (name: string) => async (task: { signal: AbortSignal }) => {
    began.push(name)
    const aborted = new Promise<never>((_, reject) =>
      task.signal.addEventListener('abort', () => reject(new Error('socket closed'))),
    )
    return Promise.race([gate.promise, aborted])
  }
  return { gate, began, work }
}

test('equal requests at the same time are one piece of work with one result', async () => {
  const tasks = createModelTasks(fakeClock())
  const { gate, began, work } = blocked()
  const both = Promise.all(['first', 'second'].map((name) => tasks.run(target, { kind: 'start' }, never, work(name))))
  gate.resolve('loaded')
  expect(await both).toEqual(['loaded', 'loaded'])
  expect(began).toEqual(['first'])
})

test('names differ in case alone: it is still one model', async () => {
  const tasks = createModelTasks(fakeClock())
  const { gate, began, work } = blocked()
  const upper = { ...target, model: 'LLAMA3.2:3B' }
  const both = Promise.all([
    tasks.run(target, { kind: 'start' }, never, work('a')),
    tasks.run(upper, { kind: 'start' }, never, work('b')),
  ])
  gate.resolve('loaded')
  await both
  expect(began).toEqual(['a'])
})

test('different requests for one model run one after the other, also when the first fails', async () => {
  const tasks = createModelTasks(fakeClock())
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const start = tasks.run(target, { kind: 'start' }, never, async () => {
    await gate.promise
    order.push('start')
    throw new Error('no memory')
  })
  const stop = tasks.run(target, { kind: 'stop' }, never, async () => void order.push('stop'))
  gate.resolve()
  await expect(start).rejects.toThrow('no memory')
  await stop
  expect(order).toEqual(['start', 'stop'])
})

test('two models do not wait for each other', async () => {
  const tasks = createModelTasks(fakeClock())
  const { work } = blocked()
  const slow = tasks.run(target, { kind: 'start' }, never, work('slow'))
  expect(await tasks.run({ ...target, model: 'other:latest' }, { kind: 'start' }, never, async () => 'done')).toBe(
    'done',
  )
  void slow.catch(() => undefined)
})

test('one caller who leaves does not end what another waits for', async () => {
  const tasks = createModelTasks(fakeClock())
  const { gate, work } = blocked()
  const leaving = new AbortController()
  const left = tasks.run(target, { kind: 'start' }, leaving.signal, work('a'))
  const stays = tasks.run(target, { kind: 'start' }, never, work('b'))
  leaving.abort(new Error('tab closed'))
  await expect(left).rejects.toThrow('tab closed')
  gate.resolve('loaded')
  expect(await stays).toBe('loaded')
})

test('the last caller to leave cancels the work, and the next one begins anew', async () => {
  const clock = fakeClock()
  const tasks = createModelTasks(clock)
  const { began, work } = blocked()
  const leaving = new AbortController()
  const left = [
    tasks.run(target, { kind: 'start' }, leaving.signal, work('a')),
    tasks.run(target, { kind: 'start' }, leaving.signal, work('b')),
  ]
  await clock.advance(0)
  leaving.abort(new Error('tab closed'))
  for (const one of left) await expect(one).rejects.toThrow('tab closed')
  expect(await tasks.run(target, { kind: 'start' }, never, async () => 'again')).toBe('again')
  expect(began).toEqual(['a'])
})

test('a superseded piece of work ends with the reason, not with how it broke', async () => {
  const tasks = createModelTasks(fakeClock())
  const { work } = blocked()
  const start = tasks.run(target, { kind: 'start' }, never, work('a'))
  const stop = tasks.run(target, { kind: 'stop' }, never, async () => 'stopped')
  tasks.supersede(target, ['start'], new Error('stopped by another request'))
  await expect(start).rejects.toThrow('stopped by another request')
  expect(await stop).toBe('stopped')
})

test('the state of a model shows from when it is entered until the work ends', async () => {
  const clock = fakeClock()
  const tasks = createModelTasks(clock)
  const gate = Promise.withResolvers<void>()
  const before = tasks.revision
  const done = tasks.run(target, { kind: 'start' }, never, async (task) => {
    task.enter('loading', actor)
    await gate.promise
  })
  await clock.advance(0)
  expect(tasks.working(instance)).toEqual([{ model: target.model, state: 'loading', actor, since: clock.now() }])
  expect(tasks.working(stubInstance({}).instance)).toEqual([])
  expect(tasks.revision).toBeGreaterThan(before)
  gate.resolve()
  await done
  expect(tasks.working(instance)).toEqual([])
})

test('a caller who has already left starts nothing', async () => {
  const tasks = createModelTasks(fakeClock())
  const { began, work } = blocked()
  await expect(tasks.run(target, { kind: 'start' }, AbortSignal.abort(new Error('gone')), work('a'))).rejects.toThrow(
    'gone',
  )
  expect(began).toEqual([])
})

import type { Job } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { brief, next, openEventStream } from './open-event-stream.ts'

const jobAt = (id: string, completed: number): Job => ({
  id,
  kind: 'pull',
  title: 'pull of "llama3"',
  model: 'llama3',
  instance: 'default',
  state: 'running',
  progress: {
    status: 'pulling',
    digest: null,
    layer_total: null,
    layer_completed: null,
    total: null,
    completed,
    percent: null,
    bytes_per_second: null,
    eta_seconds: null,
  },
  error: null,
  attempts: 1,
  created_by: null,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: null,
  finished_at: null,
})

test('progress replaces the progress that waits, of the same job only', async () => {
  const { events, listen, announce } = openEventStream()
  const listening = listen()
  await next(listening)
  const progress = (id: string, completed: number) =>
    events.announce({ type: 'pull.progress', instance: 'default', job: jobAt(id, completed) })
  progress('x', 1)
  announce('a')
  progress('y', 1)
  progress('x', 2)
  progress('x', 3)
  expect(brief(await next(listening))).toEqual(['model.loaded', 'k3f9-2', 'a'])
  const last = [await next(listening), await next(listening)].map(({ data }) => 'job' in data && data.job)
  expect(last).toEqual([jobAt('y', 1), jobAt('x', 3)])
})

test('what a model does replaces what it did, of the same model of the same server only', async () => {
  const { events, listen } = openEventStream()
  const listening = listen()
  await next(listening)
  const idle = { tokens_per_second: null, context_used: null, last_used_at: null }
  const tell = (instance: string, model: string, requests: number) =>
    events.announce({ type: 'reply.progress', instance, model, activity: { model, requests, ...idle } })
  for (const requests of [1, 2]) {
    for (const [instance, model] of [
      ['x', 'a'],
      ['y', 'a'],
      ['x', 'b'],
    ] as const)
      tell(instance, model, requests)
  }
  const last = [await next(listening), await next(listening), await next(listening)]
  expect(last.map(({ data }) => 'activity' in data && [data.instance, data.model, data.activity?.requests])).toEqual([
    ['x', 'a', 2],
    ['y', 'a', 2],
    ['x', 'b', 2],
  ])
})

test('progress is told and not remembered, and leaves no gap that would cost a snapshot', async () => {
  const { events, listen, announce } = openEventStream()
  announce('a')
  for (let completed = 0; completed < 1000; completed += 1) {
    events.announce({ type: 'pull.progress', instance: 'default', job: jobAt('x', completed) })
  }
  announce('b')
  expect(brief(await next(listen('k3f9-1')))).toEqual(['model.loaded', 'k3f9-1002', 'b'])
})

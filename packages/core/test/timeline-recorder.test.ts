import type { Job } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { createRecorder } from '../src/timeline/changes/recorder.ts'
import { engines } from './engines.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob, toldOf } from './stored-job.ts'

/** What the timeline keeps of what is announced, oldest first. */
async function setUp(open: (typeof engines)[number]['open']) {
  const clock = fakeClock()
  const { timelineEvents } = await open(clock)
  const events = createEventBus(clock, createBackground({ clock }))
  const recorder = createRecorder({ repository: timelineEvents, events, clock })
  const kept = async () => {
    const before = { at: '2027', key: null }
    return (await timelineEvents.page({ kinds: ['server', 'job'], from: '2025', before, limit: 99 })).toReversed()
  }
  return { clock, events, recorder, kept }
}

function jobOf(more: Parameters<typeof storedJob>[0]): Job {
  const job = toldOf(storedJob(more))
  if (!job) throw new Error('Nothing is told of this job.')
  return job
}

test.each(engines)('Ollama going and coming is kept, and how long it was away, in $name', async ({ open }) => {
  const { clock, events, kept } = await setUp(open)
  events.announce({ type: 'ollama.down', instance: 'lab', detail: 'Ollama refused the connection.' })
  await clock.advance(1000)
  events.announce({ type: 'ollama.down', instance: 'attic' })
  await clock.advance(60_000)
  events.announce({ type: 'ollama.up', instance: 'lab' })
  expect(
    (await kept()).map(({ type, instance, severity, at, ended_at, detail }) => {
      return [type, instance, severity, at.slice(14, 19), ended_at?.slice(14, 19) ?? null, detail]
    }),
  ).toEqual([
    ['ollama.down', 'lab', 'critical', '00:00', '01:01', 'Ollama refused the connection.'],
    ['ollama.down', 'attic', 'critical', '00:01', null, null],
    ['ollama.up', 'lab', null, '01:01', null, null],
  ])
})

test('the end of a job is kept, with who asked for it and why it failed, and nothing of it before', async () => {
  const [engine] = engines
  if (!engine) throw new Error('There is no engine.')
  const { events, kept } = await setUp(engine.open)
  const about = { instance: 'default', model: 'smollm2:135m', by: 'k1' }
  for (const state of ['queued', 'running', 'done', 'cancelled'] as const)
    events.announce({ type: 'job.changed', ...about, job: jobOf({ state }) })
  events.announce({ type: 'job.changed', ...about, detail: 'The disk is full.', job: jobOf({ state: 'failed' }) })
  expect(
    (await kept()).map(({ kind, type, model, by, severity, detail }) => [kind, type, model, by, severity, detail]),
  ).toEqual([
    ['job', 'job.done', 'smollm2:135m', 'k1', null, 'Pull of "smollm2:135m".'],
    ['job', 'job.cancelled', 'smollm2:135m', 'k1', null, 'Pull of "smollm2:135m".'],
    ['job', 'job.failed', 'smollm2:135m', 'k1', 'warning', 'Pull of "smollm2:135m": The disk is full.'],
  ])
})

test('what is announced after the end is not kept', async () => {
  const [engine] = engines
  if (!engine) throw new Error('There is no engine.')
  const { events, recorder, kept } = await setUp(engine.open)
  recorder[Symbol.dispose]()
  events.announce({ type: 'ollama.down', instance: 'lab' })
  expect(await kept()).toEqual([])
})

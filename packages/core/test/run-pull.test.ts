import { expect, test } from 'vitest'
import { createPullTracker } from '../src/jobs/pulls/pull-tracker.ts'
import { runPull } from '../src/jobs/pulls/run-pull.ts'
import type { PullLine } from '../src/ollama/ollama.ts'
import { stubInstance } from './stub-ollama.ts'

const line = (status: string): PullLine => ({ status, digest: null, total: null, completed: null })

/** A pull that says these lines and is silent from then on. */
function silentAfter(...statuses: readonly string[]) {
  const { instance, clock } = stubInstance({
    async *pull(_, signal) {
      for (const status of statuses) yield line(status)
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    },
  })
  const told: string[] = []
  const pulled = runPull(
    {
      model: 'tiny:latest',
      instance,
      tracker: createPullTracker(clock),
      signal: new AbortController().signal,
      onAttempt: async () => undefined,
      onProgress: ({ status }) => told.push(status),
    },
    { clock, freeBytes: () => null },
  )
  const ending = pulled.then(
    () => 'done',
    (error: Error) => error.message,
  )
  const endsBy = (name: string) => Promise.race([ending, clock.advance(0).then(() => name)])
  return { clock, endsBy, told }
}

test('120 s without a line are too many', async () => {
  const { clock, endsBy, told } = silentAfter('pulling manifest')
  await clock.advance(119_000)
  expect(await endsBy('open')).toBe('open')
  await clock.advance(1000)
  expect(await endsBy('open')).toBe('Ollama did not respond for 120 s.')
  expect(told).toEqual(['pulling manifest'])
})

test('half an hour is given to Ollama to verify what it fetched', async () => {
  const { clock, endsBy } = silentAfter('pulling manifest', 'verifying sha256 digest')
  await clock.advance(29 * 60_000)
  expect(await endsBy('open')).toBe('open')
  await clock.advance(60_000)
  expect(await endsBy('open')).toBe('Ollama did not respond for 1800 s.')
})

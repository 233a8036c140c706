import { expect, test } from 'vitest'
import { DashboardError } from '../src/kernel/errors.ts'
import { retryTransient } from '../src/kernel/retry.ts'
import { isTransient, ollamaFailure } from '../src/ollama/errors/ollama-errors.ts'
import { fakeClock } from './fake-clock.ts'

const refused = () => new DashboardError('ollama_unreachable', 'Ollama refused the connection.')

function trying(failures: readonly Error[], random = 1) {
  const clock = fakeClock()
  const start = clock.now()
  const times: number[] = []
  const leaving = new AbortController()
  const attempt = async () => {
    times.push(clock.now() - start)
    const failure = failures[times.length - 1]
    if (failure) throw failure
    return 'done'
  }
  const result = retryTransient(attempt, { signal: leaving.signal, isTransient, clock, random: () => random })
  return { clock, times, result, leaving }
}

test.each([
  [1e12, 60_000],
  [-5, 0],
])('a server that asks for %d s gets %d ms', async (retryAfterSeconds, waited) => {
  const busy = new DashboardError('ollama_busy', 'Ollama is busy.', { retryAfterSeconds })
  const { clock, times, result } = trying([busy])
  await clock.advance(60_000)
  await result
  expect(times).toEqual([0, waited])
})

test('a transient failure is retried after 1, 2 and 4 seconds', async () => {
  const { clock, times, result } = trying([refused(), refused(), refused()])
  await clock.advance(10_000)
  expect(await result).toEqual({ value: 'done', attempts: 4 })
  expect(times).toEqual([0, 1000, 3000, 7000])
})

test('after the third retry the last failure is thrown', async () => {
  const { clock, times, result } = trying(Array.from({ length: 5 }, refused))
  const failed = expect(result).rejects.toMatchObject({ code: 'ollama_unreachable' })
  await clock.advance(60_000)
  await failed
  expect(times).toHaveLength(4)
})

test('the waits are jittered down to nothing', async () => {
  const { clock, times, result } = trying([refused(), refused()], 0.25)
  await clock.advance(10_000)
  await result
  expect(times).toEqual([0, 250, 750])
})

test('Ollama’s own waiting time is obeyed', async () => {
  const { clock, times, result } = trying([new DashboardError('ollama_busy', 'busy', { retryAfterSeconds: 7 })], 0)
  await clock.advance(10_000)
  await result
  expect(times).toEqual([0, 7000])
})

test('what cannot succeed is not repeated', async () => {
  const { times, result } = trying([new DashboardError('model_not_found', 'no')])
  await expect(result).rejects.toMatchObject({ code: 'model_not_found' })
  expect(times).toEqual([0])
})

test('a caller who leaves ends the wait at once', async () => {
  const { clock, result, leaving } = trying([refused(), refused()])
  const failed = expect(result).rejects.toThrow('tab closed')
  await clock.advance(100)
  leaving.abort(new Error('tab closed'))
  await failed
})

test('an answer that says what is wrong is not worth another try, though its status would be', () => {
  expect(isTransient(ollamaFailure({ status: 503, body: 'cuda out of memory' }))).toBe(false)
})

test('a silence that used up its whole time is not', () => {
  expect(isTransient(new DashboardError('ollama_timeout', 'Ollama said nothing for 600 s.'))).toBe(false)
})

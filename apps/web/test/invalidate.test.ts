import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEventInvalidation } from '../src/lib/api/invalidate.ts'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { modelKeys } from '../src/lib/queries/keys.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page that shows what is loaded, and what it asked. */
async function showRunning() {
  const client = createQueryClient()
  const ask = vi.fn(async () => 'an answer')
  new QueryObserver(client, { queryKey: modelKeys.running, queryFn: ask }).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1000)
  ask.mockClear()
  const act = (reply: Promise<unknown>) =>
    client
      .getMutationCache()
      .build(client, { mutationFn: () => reply, meta: { invalidates: [modelKeys.all] } })
      .execute(undefined)
  return { ask, act, tell: createEventInvalidation(client) }
}

test('what a mutation changes is read again once, with the event that tells of it', async () => {
  const { ask, act, tell } = await showRunning()
  const { promise, resolve } = Promise.withResolvers<void>()
  const acted = act(promise)
  tell([modelKeys.all])
  resolve()
  await acted
  expect(ask).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(1000)
  expect(ask).toHaveBeenCalledOnce()
})

test('a mutation that fails has what it may have changed read again', async () => {
  const { ask, act } = await showRunning()
  await expect(act(Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(ask).toHaveBeenCalledOnce()
})

test('events at a time are read again once', async () => {
  const { ask, tell } = await showRunning()
  tell([modelKeys.all])
  tell([modelKeys.running])
  await vi.advanceTimersByTimeAsync(1000)
  expect(ask).toHaveBeenCalledOnce()
})

test('an answer that was on its way when an event came is not taken for one of afterwards', async () => {
  const { ask, act, tell } = await showRunning()
  const { promise, resolve } = Promise.withResolvers<string>()
  ask.mockReturnValueOnce(promise)
  const acted = act(Promise.resolve())
  await vi.advanceTimersByTimeAsync(0)
  tell([modelKeys.all])
  resolve('an answer of before')
  await acted
  expect(ask).toHaveBeenCalledTimes(2)
})

import { ApiError } from '@ollama-dashboard/client'
import type { Problem } from '@ollama-dashboard/contracts'
import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../src/lib/api/query-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const failure = (code: 'forbidden' | 'ollama_unreachable') =>
  new ApiError({ code, status: code === 'forbidden' ? 403 : 503, detail: 'No.', trace_id: 'a' } as Problem)

/** What is asked for each second, and how often it was. */
function poll(refetchInterval: number | (() => number), answer: () => unknown) {
  const client = createQueryClient()
  let count = 0
  const observer = new QueryObserver(client, {
    queryKey: ['polled'],
    queryFn: async () => {
      count += 1
      return answer()
    },
    refetchInterval,
  })
  const end = observer.subscribe(() => undefined)
  return { client, end, asked: () => count }
}

test.each([1000, () => 1000])('what was refused is not asked for again until the rights change', async (interval) => {
  let isAllowed = false
  const { client, end, asked } = poll(interval, () => {
    if (!isAllowed) throw failure('forbidden')
    return 'seen'
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked()).toBe(1)
  isAllowed = true
  await client.invalidateQueries()
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked()).toBe(5)
  end()
})

test('what failed otherwise is asked for again and again', async () => {
  const { end, asked } = poll(1000, () => {
    throw failure('ollama_unreachable')
  })
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked()).toBe(4)
  end()
})

import { afterEach, expect, test, vi } from 'vitest'
import type { CodeRun, HighlightAnswer, HighlightRequest } from '../src/ui/markdown/code/code-run.ts'
import { createHighlighter } from '../src/ui/markdown/code/highlighter.ts'

afterEach(() => vi.useRealTimers())

const answer: readonly (readonly CodeRun[])[] = [[['plain', 'a']]]
const { signal } = new AbortController()
const request = { code: 'a', language: 'ts' }

class StubWorker extends EventTarget {
  readonly asked: HighlightRequest[] = []
  isEnded = false
  postMessage(request: HighlightRequest) {
    this.asked.push(request)
  }
  terminate() {
    this.isEnded = true
  }
  answer(data: HighlightAnswer) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function withStubs() {
  const workers: StubWorker[] = []
  const highlight = createHighlighter(() => {
    const worker = new StubWorker()
    workers.push(worker)
    return worker
  })
  /** The last worker, once it has been asked so often. */
  const asked = (times: number) =>
    vi.waitFor(
      () => {
        const worker = workers.at(-1)
        if (worker?.asked.length !== times) throw new Error('Not asked yet.')
        return worker
      },
      { timeout: 60_000 },
    )
  return { workers, highlight, asked }
}

test('one worker is asked for one block after the other', async () => {
  const { workers, highlight, asked } = withStubs()
  const first = highlight(request, signal)
  const second = highlight({ ...request, code: 'b' }, signal)
  const worker = await asked(1)
  worker.answer(answer)
  expect(await first).toBe(answer)
  await asked(2)
  worker.answer(null)
  expect(await second).toBeNull()
  expect(worker.asked.map(({ code }) => code)).toEqual(['a', 'b'])
  expect(workers).toHaveLength(1)
})

test('a worker that comes to no end is given up, and the next block gets another', async () => {
  vi.useFakeTimers()
  const { workers, highlight } = withStubs()
  const endless = highlight(request, signal)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await endless).toBeNull()
  expect(workers[0]?.isEnded).toBe(true)

  const next = highlight(request, signal)
  await vi.advanceTimersByTimeAsync(1)
  workers[1]?.answer(answer)
  expect(await next).toBe(answer)
})

test('a worker that fails leaves its block plain', async () => {
  const { workers, highlight, asked } = withStubs()
  const plain = highlight(request, signal)
  const worker = await asked(1)
  worker.dispatchEvent(new Event('error'))
  expect(await plain).toBeNull()
  expect(workers[0]?.isEnded).toBe(true)
})

test('without workers code stays plain', async () => {
  const highlight = createHighlighter(() => {
    throw new Error('No workers here.')
  })
  expect(await highlight(request, signal)).toBeNull()
  expect(await highlight(request, signal)).toBeNull()
})

test('a block that is gone is not asked about', async () => {
  const { workers, highlight } = withStubs()
  const controller = new AbortController()
  const gone = highlight(request, controller.signal)
  controller.abort()
  expect(await gone).toBeNull()
  expect(workers).toHaveLength(0)
})

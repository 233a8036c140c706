import { expect, test } from 'vitest'
import type { Clock } from '../src/clock.ts'
import { createDownloads } from '../src/registry/downloads.ts'
import type { BlobStore } from '../src/store/blob-store.ts'

/** A clock on which time passes as soon as somebody waits, and which tells how much. */
function countingClock() {
  let waited = 0
  const wait = async (ms: number) => {
    waited += ms
  }
  const clock: Clock = { setSpeed: () => {}, now: () => waited, wait, pace: () => wait }
  return { clock, waitedMs: () => waited }
}

const noBlobs = { fetched: () => 0, keepFetched: () => {}, add: () => {} } as unknown as BlobStore

test.each([
  [1_000_000, 10_000],
  [100_000_000, 100],
])('at %d bytes a second ten million take %d ms, and some for the request and the file', async (rate, ms) => {
  const { clock, waitedMs } = countingClock()
  const downloads = createDownloads({ clock, blobs: noBlobs, bytesPerSecond: rate })
  using download = downloads.join({ digest: 'sha256:a', size: 10_000_000 } as Parameters<typeof downloads.join>[0])
  await download.done
  expect(download.completed).toBe(10_000_000)
  expect(waitedMs()).toBe(ms + 260)
})

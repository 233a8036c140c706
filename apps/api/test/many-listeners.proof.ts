import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { announceUnread, open, setUp, until } from './event-readers.ts'

/** What is still in use after everything that is not has been let go. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const megabyte = 1024 * 1024

test('a reader that stops costs no more than the events that are remembered for all', async () => {
  const { url, announce } = await setUp()
  await open(url, { reads: false })
  const before = usedBytes()
  await announceUnread(announce)
  // The last 256 of them: 4 MB.
  expect(usedBytes() - before).toBeLessThan(16 * megabyte)
})

test('two hundred readers all get every event, though some of them stopped', async () => {
  const { url, announce, listening } = await setUp()
  const readers = await Promise.all(Array.from({ length: 190 }, () => open(url)))
  await Promise.all(Array.from({ length: 10 }, () => open(url, { reads: false })))
  expect(listening()).toBe(200)
  const before = usedBytes()
  for (let sent = 50; sent <= 1000; sent += 50) {
    for (let index = 0; index < 50; index += 1) announce()
    await until(() => readers.every(({ text }) => text().includes(`id: k3f9-${sent}\n`)))
  }
  const expected = Array.from({ length: 1001 }, (_, id) => `k3f9-${id}`)
  for (const { ids } of readers) expect(ids()).toEqual(expected)
  // Less what the readers themselves have kept.
  const kept = readers.reduce((sum, { text }) => sum + text().length, 0)
  expect(usedBytes() - before - kept).toBeLessThan(64 * megabyte)
})

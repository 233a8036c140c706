import { expect, onTestFinished, test } from 'vitest'
import { createMeasurementBatch } from '../src/storage/measurement-batch.ts'
import { openSqliteInMemory } from '../src/storage/sqlite/sqlite-database.ts'
import { createStorageGuard } from '../src/storage/storage-guard.ts'
import { fakeClock } from './fake-clock.ts'

async function setUp() {
  const clock = fakeClock()
  const { db, failureOf } = await openSqliteInMemory()
  const guard = createStorageGuard({ system: 'sqlite', clock, failureOf, check: async () => {}, report: () => {} })
  onTestFinished(async () => {
    guard[Symbol.dispose]()
    await db.destroy()
  })
  let commits = 0
  let isFull = false
  const reported: unknown[] = []
  const batch = createMeasurementBatch({
    db,
    guard: {
      async write(query) {
        const written = await guard.write(query)
        commits += 1
        return written
      },
    },
    clock,
    report: (error) => reported.push(error),
  })
  const fill = (full: boolean) => {
    isFull = full
  }
  const written: number[] = []
  const note = (number: number) =>
    batch.add(async () => {
      if (number < 0) throw new TypeError('a mistake of ours')
      if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      written.push(number)
    })
  return { clock, batch, note, written, reported, commits: () => commits, fill }
}

test('measurements wait for one commit every few seconds', async () => {
  const { clock, note, written, commits } = await setUp()
  for (const number of [1, 2, 3]) note(number)
  await clock.advance(4999)
  expect([written, commits()]).toEqual([[], 0])
  await clock.advance(1)
  await expect.poll(() => commits()).toBe(1)
  expect(written).toEqual([1, 2, 3])
  await clock.advance(60_000)
  expect(commits()).toBe(1)
})

test('reading, and closing the dashboard, write pending measurements first', async () => {
  const { batch, note, written, commits } = await setUp()
  note(1)
  await batch.flush()
  expect(written).toEqual([1])
  note(2)
  await batch[Symbol.asyncDispose]()
  expect([written, commits()]).toEqual([[1, 2], 2])
})

test('failed writes are repeated once there is room, each once', async () => {
  const { clock, batch, note, written, fill } = await setUp()
  fill(true)
  note(1)
  await batch.flush()
  note(2)
  expect(written).toEqual([])
  fill(false)
  await clock.advance(5000)
  await expect.poll(() => written).toEqual([1, 2])
})

test('a measurement that can never be written is reported and dropped, without losing others', async () => {
  const { clock, batch, note, written, reported, commits } = await setUp()
  for (const number of [1, 2, -1, 3, 4]) note(number)
  await batch.flush()
  // In a transaction that failed they were written in vain.
  expect(new Set(written)).toEqual(new Set([1, 2, 3, 4]))
  expect(reported).toEqual([new TypeError('a mistake of ours')])
  const done = commits()
  note(5)
  await clock.advance(5000)
  await expect.poll(() => commits()).toBe(done + 1)
  expect(reported).toHaveLength(1)
})

test('what one replica writes for all is left out where another one does, and the rest is written', async () => {
  const { batch, note, written, reported } = await setUp()
  let asked = 0
  let isLeading = true
  batch.fenceBy(async () => {
    asked += 1
    return isLeading
  })
  const lead = (number: number) => batch.addFenced(async () => void written.push(number))
  for (const number of [1, 2]) lead(number)
  note(3)
  await batch.flush()
  // Once for all that is written together.
  expect([written, asked]).toEqual([[1, 2, 3], 1])
  isLeading = false
  lead(4)
  note(5)
  await batch.flush()
  isLeading = true
  await batch.flush()
  expect(written).toEqual([1, 2, 3, 5])
  expect(reported).toEqual([])
})

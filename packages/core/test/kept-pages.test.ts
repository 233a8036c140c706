import { expect, test } from 'vitest'
import { createKeptPages } from '../src/history/kept-pages.ts'
import { createColumns } from '../src/history/step-columns.ts'

const page = { source: 'host', storedSeconds: 60, stepSeconds: 240, from: 0, to: 21_600 }
const later = { ...page, from: 21_600, to: 43_200 }

test('a page is kept until one of its steps is written, by itself', () => {
  const now = 0
  const pages = createKeptPages(() => now)
  const columns = createColumns(page)
  for (const one of [page, later]) pages.keep(one, columns)
  pages.touch('host', 600, [60])
  pages.touch('replies:a', 60, [60])
  pages.touch('host', 60, [21_600])
  expect([pages.find(page), pages.find(later)]).toEqual([columns, null])
  expect(pages.find({ ...page, stepSeconds: 60 })).toBeNull()
})

test('what was read while a transaction may not have ended is not kept', () => {
  let now = 0
  const pages = createKeptPages(() => now)
  const columns = createColumns(page)
  pages.touch('host', 60, [120])
  now = 59_999
  pages.keep(page, columns)
  expect(pages.find(page)).toBeNull()
  now = 60_000
  pages.keep(page, columns)
  expect(pages.find(page)).toBe(columns)
  pages.clear()
  expect(pages.find(page)).toBeNull()
})

test('no more of them are kept than some megabytes', () => {
  const pages = createKeptPages()
  const wide = { ...page, stepSeconds: 1, to: 90_000 }
  const columns = createColumns(wide)
  columns.add(0, { tallies: new Map([['cpu', { min: 1, max: 1, sum: 1, count: 1 }]]), gpus: new Map() })
  for (const from of [0, 1, 2]) pages.keep({ ...wide, from }, columns)
  expect([0, 1, 2].map((from) => pages.find({ ...wide, from }))).toEqual([null, columns, columns])
})

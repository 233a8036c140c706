import { expect, onTestFinished, test } from 'vitest'
import { createAuditPages } from '../src/audit/audit-pages.ts'
import { createAuditWriter } from '../src/audit/audit-writer.ts'
import { createMemoryStore } from '../src/audit/log/memory-store.ts'
import { createBackground } from '../src/kernel/background.ts'
import { entryOf } from './audit-log.ts'
import { fakeClock } from './fake-clock.ts'

test('an entry that is written while a page is read is neither shown nor counted', async () => {
  const store = createMemoryStore()
  const background = createBackground({ clock: fakeClock() })
  const writer = createAuditWriter({ store: () => store, clock: fakeClock(), background })
  onTestFinished(() => writer[Symbol.asyncDispose]())
  await writer.append(entryOf('m1'))
  const pages = createAuditPages({
    ...store,
    async *forward(signal) {
      await writer.append(entryOf('m2'))
      yield* store.forward(signal)
    },
  })
  const { entries, total, matches } = await pages.page({}, new AbortController().signal)
  expect({ entries: entries.map(({ target }) => target), total, matches }).toEqual({
    entries: ['m1'],
    total: 1,
    matches: 1,
  })
})

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createAuditPages } from '../src/audit/audit-pages.ts'
import { createAuditWriter } from '../src/audit/audit-writer.ts'
import { createMemoryStore } from '../src/audit/log/memory-store.ts'
import { createBackground } from '../src/kernel/background.ts'
import { entryOf, openedAudit } from './audit-log.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { temporaryFolder } from './temporary-folder.ts'

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

test('who reads at the same time as another sees sign-ins that failed just before, too', async () => {
  const { audit } = await openedAudit({ path: join(await temporaryFolder(), 'audit.log'), maxBytes: 100_000 })
  audit.signInFailed({ address: '192.0.2.1', trace_id: null })
  const pages = await Promise.all([audit.list(caller(), {}), audit.list(caller(), {})])
  expect(pages.map(({ entries }) => entries.map(({ action }) => action))).toEqual([
    ['access.sign_in'],
    ['access.sign_in'],
  ])
})

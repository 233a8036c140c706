import { expect, test } from 'vitest'
import { openCore } from '../src/core.ts'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { temporaryFolder } from './temporary-folder.ts'

const nowhere = new URL('http://127.0.0.1:1')
/** How often a demo looks for a real server. */
const demoLooksMs = 3000

test('a subject that fails to close does not keep others open, and is reported', async () => {
  const broken = new Error('The demo cannot be ended.')
  const clock: Clock = {
    ...systemClock,
    after(ms, callback) {
      const cancel = systemClock.after(ms, callback)
      return () => {
        cancel()
        if (ms === demoLooksMs) throw broken
      }
    },
  }
  const reported: unknown[] = []
  let sampling: AbortSignal | undefined
  await using storage = await createMemoryStorage()
  const core = await openCore({
    storage,
    acceptedKeys: null,
    clock,
    instances: [{ name: 'default', url: nowhere }],
    version: '1.0.0',
    dataDir: await temporaryFolder(),
    demo: {
      url: nowhere,
      tried: 'localhost',
      reason: 'refused',
      machine: {
        probe: {
          sample(signal) {
            sampling = signal
            return new Promise(() => {})
          },
        },
        modelsFolder: null,
      },
      awaited: { url: nowhere },
      left: undefined,
    },
    report: (error) => reported.push(error),
  })
  const events = core.events.subscribe(caller())[Symbol.asyncIterator]()
  await events.next()
  await core[Symbol.asyncDispose]()
  expect(reported).toEqual([broken])
  expect((await events.next()).done).toBe(true)
  // The host is closed after the demo.
  expect(sampling?.aborted).toBe(true)
})

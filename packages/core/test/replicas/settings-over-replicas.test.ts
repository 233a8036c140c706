import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { alone } from '../../src/replicas/alone.ts'
import { openSavedSettings } from '../../src/settings/open-saved-settings.ts'
import { fakeClock } from '../fake-clock.ts'
import { linkHub, sharedStorages } from '../replicas-set-up.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const origin = { actor: null, how: 'saved' } as const

/** Time stands still: what a replica learns here, it was told. */
async function setUp() {
  const [clock, hub, folder] = [fakeClock(), linkHub(), await temporaryFolder()]
  const [here, there] = await Promise.all(
    (await sharedStorages(2, clock)).map(async (storage, index) => {
      const path = join(folder, `${index}.json`)
      const saved = await openSavedSettings({
        storage,
        path,
        clock,
        replicas: { ...alone({ version: '1.0.0', clock }), isAlone: false, link: hub.link(String(index)) },
      })
      onTestFinished(() => saved[Symbol.asyncDispose]())
      return saved
    }),
  )
  if (!here || !there) throw new Error('There are two.')
  return { hub, here, there }
}

test('which models have settings of a person is known to all replicas as soon as one has saved them', async () => {
  const { here, there } = await setUp()
  await here.merge('llama3.2:3b', { num_ctx: 4096 }, origin)
  expect(await there.of('llama3.2:3b')).toEqual({ num_ctx: 4096 })
  await vi.waitFor(() => expect(there.customised()).toEqual(new Set(['llama3.2:3b'])))
  await there.remove('llama3.2:3b', origin)
  await vi.waitFor(() => expect(here.customised()).toEqual(new Set()))
})

test('what was saved while Redis was away is known when it is back', async () => {
  const { hub, here, there } = await setUp()
  hub.isUp = false
  await here.merge('llama3.2:3b', { num_ctx: 4096 }, origin)
  hub.isUp = true
  await vi.waitFor(() => expect(there.customised()).toEqual(new Set(['llama3.2:3b'])))
})

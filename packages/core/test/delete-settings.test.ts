import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import type { InstanceAddress } from '../src/instances/connect-instance.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'

/** Two servers, of which the first has the model. */
async function withOther(other: InstanceAddress) {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  const instances = [{ name: 'default', url: new URL(simulator.url) }, other] as const
  const { core } = await simulatedCore({}, { instances })
  await core.settings.save(caller(), { model, patch: { num_ctx: 2048 } })
  const isKept = async () => (await core.settings.find(caller(), { model })).version !== null
  return { core, isKept }
}

test('settings stay while another server has a model with that name', async () => {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  const { core, isKept } = await withOther({ name: 'other', url: new URL(simulator.url) })
  await core.models.available(caller(), { instance: 'other' })
  expect(await core.models.deletePreview(caller(), { model })).toMatchObject({ saved_settings: 'kept' })
  expect(await core.models.delete(caller(), { model })).toMatchObject({ settings_removed: false })
  expect(await isKept()).toBe(true)
  const preview = core.models.deletePreview(caller(), { model, instance: 'other' })
  expect(await preview).toMatchObject({ saved_settings: 'removed' })
  expect(await core.models.delete(caller(), { model, instance: 'other' })).toMatchObject({ settings_removed: true })
  expect(await isKept()).toBe(false)
})

test('a server that never responded may have the model too', async () => {
  const { core, isKept } = await withOther({ name: 'other', url: new URL('http://127.0.0.1:1') })
  expect(await core.models.delete(caller(), { model })).toMatchObject({ success: true, settings_removed: false })
  expect(await isKept()).toBe(true)
})

test('a deletion succeeds although the settings could not be removed', async () => {
  const memory = await createMemoryStorage()
  const full = new DashboardError('storage_unavailable', 'The disk is full: nothing can be saved.')
  let isFull = false
  const settings: typeof memory.settings = {
    ...memory.settings,
    apply: async (changes) => (isFull ? Promise.reject(full) : memory.settings.apply(changes)),
  }
  const { core } = await simulatedCore({}, { storage: { ...memory, settings } })
  await core.settings.save(caller(), { model, patch: { num_ctx: 2048 } })
  isFull = true
  expect(await core.models.delete(caller(), { model })).toMatchObject({
    success: true,
    message: `"${model}" is deleted. It freed 2.0 GB. Its saved settings could not be removed: ${full.message}`,
    settings_removed: false,
  })
  expect((await core.models.available(caller())).models.map(({ name }) => name)).not.toContain(model)
})

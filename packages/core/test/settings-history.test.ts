import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PastChange } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const other = 'gemma3:12b'

async function setUp() {
  const { core, dataDir } = await simulatedCore()
  const changes = async (name = model) => (await core.settings.history(caller(), { model: name })).changes
  /** "saved by laptop: temperature – > 0.5" */
  const told = async (name = model) => (await changes(name)).map(wordsOf)
  return { core, changes, told, file: join(dataDir, 'model_settings.json') }
}

const wordsOf = ({ how, actor, changed }: PastChange): string =>
  `${how} by ${actor}: ${changed.map(({ setting, before, after }) => `${setting} ${before} > ${after}`).join(', ')}`

test('every change tells who made it, how, and each setting before and after', async () => {
  const { core, changes, told } = await setUp()
  const { settings } = core
  await settings.save(caller(), { model, patch: { temperature: 0.5, top_k: 5 } })
  await settings.save(caller(undefined, { id: 'phone' }), { model: 'LLAMA3.2:3B', patch: { top_k: null, seed: 7 } })
  await settings.save(caller(), { model, patch: { seed: null }, undo: true })
  await settings.copy(caller(), { from: model, to: [other] })
  await settings.importFile(caller(), { file: { [model]: { settings: { temperature: 1 } } } })
  await settings.remove(caller(), { model })
  expect(await told()).toEqual([
    'removed by laptop: temperature 1 > null',
    'imported by laptop: temperature 0.5 > 1',
    'undone by laptop: seed 7 > null',
    'saved by phone: top_k 5 > null, seed null > 7',
    'saved by laptop: temperature null > 0.5, top_k null > 5',
  ])
  expect(await told(other)).toEqual(['copied by laptop: temperature null > 0.5'])
  expect(Date.now() - Date.parse((await changes())[0]?.at ?? '')).toBeLessThan(60_000)
})

test('recommended values are told as such, and their undo', async () => {
  const { core, told } = await setUp()
  const { settings } = core
  await settings.save(caller(), { model, patch: { num_ctx: 512 } })
  await settings.reset(caller(), { model })
  await settings.save(caller(), { model, patch: { num_ctx: 512 } })
  const { changes } = await settings.applyAllRecommended(caller(), { overwrite: true })
  await settings.undoApply(caller(), { changes })
  const ways = (await told()).map((words) => words.split(' ')[0])
  expect(ways).toEqual(['undone', 'recommended', 'saved', 'reset', 'saved'])
  const [undone, applied] = await told()
  expect(applied).toContain('num_ctx 512 >')
  expect(undone).toContain('> 512')
})

test('what changes nothing, or is refused, is no part of it', async () => {
  const { core, told } = await setUp()
  const { settings } = core
  const patch = { temperature: 0.5 }
  await settings.save(caller(), { model, patch })
  await settings.save(caller(), { model, patch })
  // The file says what is saved.
  await settings.importFile(caller(), { file: { [model]: { settings: patch } } })
  await settings.importFile(caller(), { dryRun: true, file: { [model]: { settings: { top_k: 1 } } } })
  const refused = settings.save(caller(), { model, patch: { temperature: 1 }, ifMatch: () => false })
  await expect(refused).rejects.toMatchObject({ code: 'precondition_failed' })
  await expect(settings.remove(caller(), { model, ifMatch: () => false })).rejects.toThrow()
  await expect(settings.copy(caller(), { from: 'nothing:1b', to: [model] })).rejects.toThrow()
  expect(await told()).toEqual(['saved by laptop: temperature null > 0.5'])
})

test('what somebody wrote into the file is told as such, and nobody is named for it', async () => {
  const { core, told, file } = await setUp()
  await core.settings.save(caller(), { model, patch: { top_k: 5 } })
  const byHand = { settings: { top_k: 9 }, updated_by: 'somebody' }
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), [other]: byHand }))
  await core.settings.save(caller(), { model, patch: { top_k: 6 } })
  expect(await told(other)).toEqual(['file by null: top_k null > 9'])
})

test('it stays when the model is deleted, which tells of the settings that went with it', async () => {
  const { core, told } = await setUp()
  await core.settings.save(caller(), { model, patch: { top_k: 5 } })
  await core.models.delete(caller(), { model })
  expect(await told()).toEqual(['removed by laptop: top_k 5 > null', 'saved by laptop: top_k null > 5'])
})

test('its pages end where nothing is left', async () => {
  const { core } = await setUp()
  const page = (limit: number, before?: number) => core.settings.history(caller(), { model, limit, before })
  for (const top_k of [1, 2, 3]) await core.settings.save(caller(), { model, patch: { top_k } })
  const first = await page(2)
  expect(first).toMatchObject({ changes: [{ id: 3 }, { id: 2 }], next: 2 })
  expect(await page(2, first.next ?? 0)).toMatchObject({ changes: [{ id: 1 }], next: null })
  expect((await page(3)).next).toBeNull()
  expect(await core.settings.history(caller(), { model: 'unknown:1b' })).toEqual({ changes: [], next: null })
})

import { scenarios } from '@ollama-dashboard/ollama-sim'
import { expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const qwen = 'qwen3:14b'
const llama = 'llama3.1:8b'

test('what holds anyway is recommended to nobody: not to be saved, not to be applied', async () => {
  const { core } = await simulatedCore({ scenario: { ...scenarios.home, preloaded: [] } })
  // Its card is one on which Ollama gives 32,768, which is what is recommended; the rest the model brings along.
  const { settings, reasons } = await core.settings.recommended(caller(), { model: 'qwen2.5-coder:14b' })
  expect(reasons.map(({ field, value, without_saved }) => [field, value, without_saved])).toEqual([
    ['num_ctx', 32_768, 32_768],
    ['temperature', 0.7, 0.8],
    ['top_p', 0.8, 0.9],
  ])
  expect(settings).toEqual({ temperature: 0.7, top_p: 0.8 })
  expect((await core.settings.recommended(caller(), { model: qwen })).settings).toEqual({})

  await core.settings.applyAllRecommended(caller())
  const saved = new Map((await core.settings.list(caller())).map((entry) => [entry.model, entry.settings]))
  expect(saved.get('qwen2.5-coder:14b')).toEqual({ temperature: 0.7, top_p: 0.8 })
  expect(saved.has(qwen)).toBe(false)
  expect(await core.settings.applyAllRecommended(caller())).toMatchObject({ applied: 0, changes: [] })
})

test('another value that is saved is replaced, also by the one that would hold without it', async () => {
  const { core } = await simulatedCore()
  await core.settings.save(caller(), { model: qwen, patch: { num_ctx: 4096 } })
  await core.settings.applyAllRecommended(caller(), { overwrite: true })
  expect((await core.settings.find(caller(), { model: qwen })).entry).toMatchObject({
    settings: {},
    source: 'recommended',
  })
})

test('applying to all is undone exactly, and what somebody saved since stays', async () => {
  const { core } = await simulatedCore()
  const of = async (model: string) => (await core.settings.find(caller(), { model })).entry
  await core.settings.importFile(caller(), {
    file: {
      [llama]: {
        settings: { num_ctx: 4096, seed: 7 },
        source: 'user',
        last_updated: '2025-01-01T00:00:00Z',
        client: 1,
      },
    },
  })
  const before = await core.settings.list(caller())
  const begun = await core.jobs.applyAllRecommended(caller(), { overwrite: true })
  await expect(core.jobs.undoApply(caller(), { job: begun.id })).rejects.toMatchObject({ code: 'job_not_ended' })
  const { id, result } = await core.jobs.finished(caller(), begun)
  expect(result?.changes).toContainEqual({ model: llama, before: before[0], version: expect.any(String) })
  expect(await of(llama)).toMatchObject({ source: 'recommended' })

  await core.settings.save(caller(), { model: 'gemma3:12b', patch: { seed: 1 } })
  const theirs = await of('gemma3:12b')
  const undone = await core.jobs.undoApply(caller(), { job: id })
  expect(undone).toEqual({ restored: (result?.applied ?? 0) - 1, kept: ['gemma3:12b'] })
  expect(await of('gemma3:12b')).toEqual(theirs)
  expect((await core.settings.list(caller())).filter(({ model }) => model !== 'gemma3:12b')).toEqual(before)
  expect(await core.jobs.undoApply(caller(), { job: id })).toMatchObject({ restored: 0 })
})

test('only a job that applied settings has any to put back', async () => {
  const { core } = await simulatedCore()
  const job = await core.jobs.stopModel(caller(), { model: qwen })
  await expect(core.jobs.undoApply(caller(), { job: job.id })).rejects.toMatchObject({ code: 'job_not_found' })
})

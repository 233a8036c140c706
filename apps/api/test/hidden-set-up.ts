import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Grant } from '@ollama-dashboard/contracts'
import { createMemoryStorage } from '@ollama-dashboard/core'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished } from 'vitest'
import { keepAlert } from './kept-alert.ts'
import { bearer } from './keys-set-up.ts'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, testApp } from './support.ts'

/** In the name of each model and server that is hidden, and in no other. */
export const marker = 'zebra'
export const hiddenModel = `${marker}:3b`
export const hiddenServer = `${marker}-lab`
/** As long as the hidden ones, and nowhere. */
export const absent = { model: 'nobod:3b', server: 'nobod-lab', id: 'absent' }
export const seenModel = 'llama3.2:3b'

export const grant: Grant = { models: ['llama3.2:*', 'qwen3:14b'], instances: ['default'] }

/**
 * An API with a hidden model and a hidden server that have left traces everywhere: they are installed, loaded, saved for,
 * talked with, pulled, measured, slow and watched by a rule, and an alert about the model is muted. `narrowed` is a key of every permission that sees neither, and had a chat with the model
 * before it was narrowed.
 */
export async function setUpHidden() {
  const lab = await startSimulator({ scenario: 'laptop', speed: 1000 })
  onTestFinished(() => lab.close())
  const others = [{ name: hiddenServer, url: new URL(lab.url) }]
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  await noteTrouble(storage)
  const { core, simulator } = await simulatedCore({ others, core: { storage } })
  const { app } = await testApp({ core })
  const baseUrl = await serve(app)
  const clientOf = (key: string) => createClient<ApiContract>(endpointTable(contract), { baseUrl, key })
  const admin = clientOf(keyOf('admin'))
  const { id, key } = await admin.keys.create({ body: { name: 'Narrow', role: 'admin' } })
  const before = clientOf(key)

  await admin.models.copy({ body: { source: seenModel, destination: hiddenModel } })
  await admin.models.start({ params: { model: hiddenModel } })
  await admin.settings.save({ params: { model: hiddenModel }, body: { temperature: 0.3 } })
  const watched = { metric: 'models_loaded', comparison: 'above', threshold: 1e6, instance: hiddenServer } as const
  await admin.alerts.addRule({ body: { title: 'Busy', ...watched } })
  await admin.settings.copy({ body: { from: hiddenModel, to: [seenModel] } })
  await before.conversations.save({ body: { id: 'hidden', model: hiddenModel, messages: [] } })
  await before.conversations.save({ body: { id: 'seen', model: seenModel, messages: [] } })
  for (const model of [hiddenModel, seenModel]) {
    const session_id = model === seenModel ? 'seen' : 'hidden'
    for await (const _ of before.chat.send({ body: { model, prompt: 'Write 3 words', session_id } }));
  }
  // A chat that the model took part in, and that goes on with another one.
  const messages = [{ role: 'assistant' as const, content: 'Hello', model: hiddenModel }]
  await before.conversations.save({ body: { id: 'mixed', model: seenModel, messages } })
  const pull = { params: { model: `${marker}-ghost:1b` }, query: { wait: false as const } }
  const { job } = await admin.models.pull(pull)
  await admin.models.bulkStop({ query: { wait: false }, body: { models: [seenModel, hiddenModel] } })
  const applied = await admin.settings.applyAllRecommended({ query: { wait: false }, body: { overwrite: true } })
  const ended = async () =>
    (await admin.jobs.list()).jobs.every(({ state }) => state !== 'running' && state !== 'queued')
  await expect.poll(ended).toBe(true)
  await admin.models.start({ params: { model: hiddenModel } })
  await admin.keys.create({ body: { name: 'Other', role: 'viewer', grant: { models: [`${marker}:*`] } } })
  await admin.keys.update({ params: { id }, body: { grant } })
  return {
    app,
    core,
    simulator,
    baseUrl,
    admin,
    clientOf,
    narrowed: clientOf(key),
    keyId: id,
    jobs: { pull: job.id, apply: applied.job.id },
    as: { admin: as('admin'), narrowed: bearer(key) },
  }
}

async function noteTrouble(storage: Awaited<ReturnType<typeof createMemoryStorage>>) {
  const at = new Date().toISOString()
  await keepAlert(storage, { id: 'hidden', model: hiddenModel })
  const slow = {
    id: 'hidden',
    operation: 'start',
    instance: '',
    model: hiddenModel,
    seconds: 40,
    threshold_seconds: 30,
  }
  storage.operations.addAnomaly({ ...slow, at, trace_id: '' })
}

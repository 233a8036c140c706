import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { scenarios } from '../src/index.ts'
import { ggufFile } from './gguf-file.ts'
import { type Json, type Simulation, simulation } from './simulation.ts'

const statuses = (lines: readonly Json[]) => lines.map((line) => String(line['status']))
const layersIn = (lines: readonly Json[], verb: string) =>
  statuses(lines).filter((status) => status.startsWith(`${verb} layer sha256:`)).length

/** Uploads a small file of weights and returns its digest. */
async function upload({ url }: Simulation): Promise<string> {
  const keyValues = {
    'general.architecture': 'llama',
    'general.name': 'tiny',
    'general.file_type': 1,
    'llama.block_count': 2,
    'llama.context_length': 2048,
    'llama.embedding_length': 64,
    'tokenizer.ggml.tokens': null,
  }
  const file = ggufFile(keyValues, { parameterCount: 115_520, bytes: 240_000 })
  const digest = `sha256:${createHash('sha256').update(file).digest('hex')}`
  const body = new Uint8Array(file)
  expect((await fetch(`${url}/api/blobs/${digest}`, { method: 'POST', body })).status).toBe(201)
  return digest
}

test('a model made of another shares its weights and has its own system text, parameters and messages', async () => {
  const { lines, show, installed } = await simulation()
  const made = await lines('/api/create', {
    model: 'pirate',
    from: 'qwen3:14b',
    system: 'You are a pirate.',
    parameters: { temperature: 0.1, num_ctx: 8192 },
    messages: [{ role: 'user', content: 'Ahoy' }],
  })
  expect(layersIn(made, 'using existing')).toBeGreaterThanOrEqual(1)
  expect(layersIn(made, 'creating new')).toBe(3)
  expect(statuses(made).slice(-2)).toEqual(['writing manifest', 'success'])
  const shown = await show('pirate')
  expect(shown).toMatchObject({
    system: 'You are a pirate.',
    messages: [{ role: 'user', content: 'Ahoy' }],
    details: { parent_model: 'qwen3:14b', family: 'qwen3' },
  })
  expect(shown['parameters']).toMatch(/^num_ctx +8192$/m)
  // Parameters of the model it is made of stay where none replaces them.
  expect(shown['parameters']).toMatch(/^top_k +20$/m)
  expect(shown['parameters']).toMatch(/^temperature +0.1$/m)
  const models = await installed()
  expect(models.get('pirate:latest')?.digest).not.toBe(models.get('qwen3:14b')?.digest)
})

test('another template changes what a model can do', async () => {
  const { lines, show } = await simulation()
  await lines('/api/create', { model: 'plain', from: 'qwen3:14b', template: '{{ .Prompt }} {{ .Suffix }}' })
  expect(await show('plain')).toMatchObject({
    capabilities: ['completion', 'insert'],
    template: '{{ .Prompt }} {{ .Suffix }}',
  })
})

test('a model can be made of an uploaded file', async () => {
  const running = await simulation({ scenario: 'empty' })
  const digest = await upload(running)
  const made = await running.lines('/api/create', { model: 'tiny', files: { 'tiny.gguf': digest } })
  expect(statuses(made)).toEqual([
    'parsing GGUF',
    'verifying conversion',
    expect.stringMatching(/^creating new layer sha256:[0-9a-f]{64}$/),
    'writing manifest',
    'success',
  ])
  expect(await running.show('tiny')).toMatchObject({
    details: { parent_model: '', format: 'gguf', family: 'llama', parameter_size: '116K', quantization_level: 'F16' },
    capabilities: ['completion'],
    model_info: { 'general.architecture': 'llama', 'llama.context_length': 2048, 'tokenizer.ggml.tokens': null },
  })
  const answer = await running.send('POST', '/api/generate', { model: 'tiny', prompt: 'hello', stream: false })
  expect(await answer.json()).toMatchObject({ done: true })
})

test('the old version takes an uploaded file as it is', async () => {
  const running = await simulation({ scenario: { ...scenarios.old, models: [], preloaded: [] } })
  const digest = await upload(running)
  const made = await running.lines('/api/create', { model: 'tiny', files: { 'tiny.gguf': digest } })
  expect(statuses(made)).toEqual(['parsing GGUF', `using existing layer ${digest}`, 'writing manifest', 'success'])
})

test('weights of 16 bits can be made smaller, with progress', async () => {
  const running = await simulation({ scenario: 'empty' })
  const digest = await upload(running)
  await running.lines('/api/create', { model: 'tiny', files: { 'tiny.gguf': digest } })
  const made = await running.lines('/api/create', { model: 'small', from: 'tiny', quantize: 'q4_K_M' })
  const [first] = made
  expect(first).toMatchObject({ status: 'quantizing F16 model to Q4_K_M', digest: '0000000000000000000' })
  expect(await running.show('small')).toMatchObject({ details: { quantization_level: 'Q4_K_M' } })
  const models = await running.installed()
  expect(models.get('small:latest')?.size).toBeLessThan((models.get('tiny:latest')?.size ?? 0) / 3)
})

test('a model that is made anew leaves no unused layers behind', async () => {
  const { lines, send } = await simulation()
  const first = await lines('/api/create', { model: 'pirate', from: 'gpt-oss:20b', system: 'You are a pirate.' })
  const digest = `sha256:${createHash('sha256').update('You are a pirate.').digest('hex')}`
  expect(statuses(first)).toContain(`creating new layer ${digest}`)
  expect((await send('HEAD', `/api/blobs/${digest}`)).status).toBe(200)
  await lines('/api/create', { model: 'pirate', from: 'gpt-oss:20b', system: 'You are a parrot.' })
  expect((await send('HEAD', `/api/blobs/${digest}`)).status).toBe(404)
})

test('a model to make another of is pulled when it is not there', async () => {
  const { lines, installed } = await simulation({ scenario: 'empty' })
  const made = await lines('/api/create', { model: 'mine', from: 'all-minilm' })
  expect(statuses(made)[0]).toBe('pulling manifest')
  expect([...(await installed()).keys()].toSorted()).toEqual(['all-minilm:latest', 'mine:latest'])
  expect((await lines('/api/create', { model: 'mine', from: 'absent' })).at(-1)).toEqual({
    error: 'pull model manifest: file does not exist',
  })
})

test.each([
  [{ model: 'x', files: { 'a.gguf': '' } }, 400, 'invalid digest format'],
  [{ model: 'x', from: '../y' }, 400, 'invalid model name'],
  [
    { model: 'x', from: 'qwen3:14b', quantize: 'q8_0' },
    500,
    'quantization is only supported for F16, BF16 and F32 models',
  ],
  [{ model: 'x', from: 'qwen3:14b', template: '{{ .Prompt' }, 400, 'template error: template: :1: unclosed action'],
])('create refuses %j', async (body, status, error) => {
  const { send, installed } = await simulation()
  const answer = await send('POST', '/api/create', body)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await answer.json()).toEqual({ error })
  expect((await installed()).has('x:latest')).toBe(false)
})

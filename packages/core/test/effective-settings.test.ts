import type { ModelSettings } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { effectiveOptions } from '../src/settings/advice/effective-settings.ts'
import { llama31 } from './model-info.ts'

const trained = 32_768

/** The context of a model that was trained for 32,768 tokens. */
function contextOf(saved: ModelSettings, modelfile: ModelSettings = {}, server: ModelSettings = { num_ctx: 4096 }) {
  const architecture = readArchitecture({ ...llama31, 'llama.context_length': trained }, null)
  const profile = { architecture, capabilities: ['completion'], parameters: modelfile, system: null, weights: null }
  return effectiveOptions({ saved, profile, server }).find(({ field }) => field === 'num_ctx')
}

test('a context beyond the trained one is told as what Ollama makes of it, wherever it comes from', () => {
  const million = { num_ctx: 1_000_000 }
  expect(contextOf(million)).toMatchObject({ value: trained, origin: 'saved' })
  expect(contextOf({}, million)).toMatchObject({ value: trained, origin: 'modelfile' })
  expect(contextOf({}, {}, million)).toMatchObject({ value: trained, origin: 'server' })
  expect(contextOf({ num_ctx: 8192 }, million)).toMatchObject({
    value: 8192,
    without_saved: { value: trained, origin: 'modelfile' },
  })
})

test('a context that is not known stays unknown', () => {
  expect(contextOf({}, {}, {})).toMatchObject({ value: null, origin: 'server' })
})

test.each([
  [['completion', 'thinking'], { value: true, origin: 'saved' }],
  [['completion'], { value: null, origin: 'server' }],
  [null, { value: null, origin: 'server' }],
])('a saved think of a model that can %j is told as chats ask for it', (capabilities, told) => {
  const profile = {
    architecture: readArchitecture(llama31, null),
    capabilities,
    parameters: {},
    system: null,
    weights: null,
  }
  const options = effectiveOptions({ saved: { think: true }, profile, server: {} })
  expect(options.find(({ field }) => field === 'think')).toMatchObject(told)
})

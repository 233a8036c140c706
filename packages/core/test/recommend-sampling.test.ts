import { settingBounds } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { samplingRules } from '../src/settings/advice/read-sampling.ts'
import { recommendSampling, type SampledModel } from '../src/settings/advice/recommend-sampling.ts'

const model = (name: string, values: Partial<SampledModel> = {}): SampledModel => ({
  name,
  family: null,
  families: [],
  capabilities: ['completion'],
  ...values,
})

const thinking = ['completion', 'thinking']
const sourceOf = (name: string, values: Partial<SampledModel> = {}) =>
  recommendSampling(model(name, values)).reasons[0]?.source

describe.each(samplingRules.map((rule) => [rule.example, rule] as const))('the rule of %s', (example, rule) => {
  test('is found by its example', () => {
    const capabilities = rule.thinks ? thinking : ['completion']
    expect(recommendSampling(model(example, { capabilities })).settings).toEqual(rule.settings)
  })

  test('says what to set within the bounds, in one sentence, and where it is from', () => {
    for (const [field, value] of Object.entries(rule.settings)) {
      const bounds = settingBounds[field as keyof typeof settingBounds]
      expect(bounds).toBeDefined()
      expect(value).toBeGreaterThanOrEqual(bounds?.minimum ?? Number.NaN)
      expect(value).toBeLessThanOrEqual(bounds?.maximum ?? Number.NaN)
      if (bounds?.isWhole) expect(value).toBe(Math.trunc(value))
    }
    expect(Object.keys(rule.settings)).not.toHaveLength(0)
    expect(rule.why).toMatch(/^[A-Z].*\.$/)
    expect(rule.source).toMatch(/^https:\/\/(huggingface\.co|github\.com|unsloth\.ai)\//)
    expect(rule.as_of).toMatch(/^\d{4}-\d\d-\d\d$/)
  })
})

test('each value has a reason that cites its source', () => {
  const { settings, reasons } = recommendSampling(model('gpt-oss:20b'))
  expect(settings).toEqual({ temperature: 1, top_p: 1 })
  expect(reasons).toEqual([
    { field: 'temperature', value: 1, why: expect.any(String), source: expect.stringContaining('openai/gpt-oss') },
    { field: 'top_p', value: 1, why: expect.any(String), source: expect.stringContaining('openai/gpt-oss') },
  ])
})

test('a model that thinks is told otherwise than one that does not', () => {
  const settings = (capabilities: string[] | null) => recommendSampling(model('qwen3:8b', { capabilities })).settings
  expect(settings(thinking)).toEqual({ temperature: 0.6, top_p: 0.95, top_k: 20, min_p: 0 })
  expect(settings(['completion', 'tools'])).toEqual({ temperature: 0.7, top_p: 0.8, top_k: 20, min_p: 0 })
  expect(settings(null)).toEqual(settings(thinking))
})

test.each([
  ['deepseek-r1:8b', 'qwen3'],
  ['deepseek-r1:70b', 'llama'],
  ['hf.co/unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF:Q4_K_M', 'qwen3'],
  ['hf.co/bartowski/DeepSeek-R1-Distill-Llama-8B-GGUF:Q4_K_M', 'llama'],
])('%s follows DeepSeek, though its family is %s', (name, family) => {
  expect(sourceOf(name, { family, families: [family], capabilities: thinking })).toContain('deepseek-ai/DeepSeek-R1')
})

test.each([
  ['hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M', { temperature: 0.7, top_p: 0.8, top_k: 20, min_p: 0 }],
  ['hf.co/bartowski/mistralai_Magistral-Small-2509-GGUF:Q4_K_M', { temperature: 0.7, top_p: 0.95 }],
  ['hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF', { temperature: 0.6, top_p: 0.9 }],
  ['hf.co/ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', { temperature: 1, top_p: 0.95, top_k: 64, min_p: 0 }],
  ['registry.example.org/team/gpt-oss:120b', { temperature: 1, top_p: 1 }],
])('%s is known by its own name', (name, settings) => {
  expect(recommendSampling(model(name)).settings).toEqual(settings)
})

test('a renamed model is known by its family where that is one publisher’s alone', () => {
  expect(recommendSampling(model('my-helper:latest', { family: 'gemma3' })).settings).toMatchObject({ top_k: 64 })
  expect(recommendSampling(model('my-helper:latest', { families: ['clip', 'gptoss'] })).settings).toEqual({
    temperature: 1,
    top_p: 1,
  })
  expect(recommendSampling(model('my-helper:latest', { family: 'llama' })).settings).toEqual({})
})

test('for a model that only embeds, by its capabilities or its name, nothing is sampled', () => {
  const gemma3 = { family: 'gemma3' }
  expect(recommendSampling(model('my-search:latest', { ...gemma3, capabilities: ['embedding'] }))).toEqual({
    settings: {},
    reasons: [],
  })
  expect(recommendSampling(model('embeddinggemma:latest', { ...gemma3, capabilities: null })).reasons).toEqual([])
})

test.each([
  'llama3.2-vision:11b',
  'granite4:3b',
  'command-r7b:7b',
  'phi4:14b',
  'mistral:7b',
  'qwen3guard:8b',
  'llama3-gradient:8b',
])('for %s nothing is made up', (name) => {
  expect(recommendSampling(model(name)).settings).toEqual({})
})

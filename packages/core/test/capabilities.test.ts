import { expect, test } from 'vitest'
import { capabilityFlags } from '../src/ollama/capabilities.ts'

test("Ollama's own words are the truth, whatever the name says", () => {
  expect(capabilityFlags('llava:7b', ['completion', 'tools'])).toEqual({
    has_vision: false,
    has_tools: true,
    has_reasoning: false,
  })
  expect(capabilityFlags('qwen3:14b', ['completion', 'thinking', 'vision'])).toEqual({
    has_vision: true,
    has_tools: false,
    has_reasoning: true,
  })
})

test.each([null, []])('without capabilities (%j) the name decides, and an unclear name means unknown', (words) => {
  expect(capabilityFlags('qwen2.5vl:7b', words)).toEqual({ has_vision: true, has_tools: null, has_reasoning: null })
  expect(capabilityFlags('deepseek-r1:14b', words).has_reasoning).toBe(true)
  expect(capabilityFlags('llama3:8b', words)).toEqual({ has_vision: null, has_tools: null, has_reasoning: null })
})

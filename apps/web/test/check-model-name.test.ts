import { expect, test } from 'vitest'
import { checkModelName } from '../src/lib/models/check-model-name.ts'

test.each([
  ['llama3.2', 'llama3.2:latest', 'registry.ollama.ai', 'library', 'llama3.2', 'latest'],
  ['ollama pull qwen3:14b', 'qwen3:14b', 'registry.ollama.ai', 'library', 'qwen3', '14b'],
  ['mannix/phi4:q4', 'mannix/phi4:q4', 'registry.ollama.ai', 'mannix', 'phi4', 'q4'],
  [
    'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M',
    'hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M',
    'hf.co',
    'unsloth',
    'Qwen3-8B-GGUF',
    'Q4_K_M',
  ],
  ['localhost:5000/a/b', 'localhost:5000/a/b:latest', 'localhost:5000', 'a', 'b', 'latest'],
])('%s is %s', (text, name, registry, namespace, model, tag) => {
  expect(checkModelName(text)).toEqual({ isValid: true, name, parts: { registry, namespace, model, tag } })
})

test.each([
  ['../../etc/passwd', 'three parts'],
  ['../passwd', 'namespace'],
  ['a//b', 'namespace'],
  ['qwen3:', 'tag'],
  ['qwen3:14b:q4', 'one tag'],
  ['hf.co/model', 'Namespace missing'],
  ['model with spaces', 'model'],
  [`${'a'.repeat(81)}:1b`, 'longer than 80'],
])('%s is refused for its %s', (text, reason) => {
  const check = checkModelName(text)
  expect(check).toMatchObject({ isValid: false })
  expect(check && !check.isValid && check.problem).toContain(reason)
})

test('nothing is neither', () => expect(checkModelName('  ')).toBeNull())

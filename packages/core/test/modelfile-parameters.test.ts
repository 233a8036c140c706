import { expect, test } from 'vitest'
import { readParameters } from '../src/ollama/answers/modelfile-parameters.ts'

test.each([
  ['blanks', `stop "${' '.repeat(900_000)}x"`],
  ['blanks before nothing', `temperature${' '.repeat(900_000)}`],
  ['quotes', `stop ${'"'.repeat(900_000)}x`],
  ['lines', 'stop "a"\n'.repeat(100_000)],
  ['empty lines', '\r\n'.repeat(400_000)],
])('a megabyte of %s is read in one go', (_, text) => {
  // A pattern that tries every blank would take an hour: this test would not come to its end.
  const { stop = [] } = readParameters(text)
  expect(Array.isArray(stop) && stop.length <= 256).toBe(true)
})

test('blanks in a stop word belong to it, those around the value do not', () => {
  const word = `${' '.repeat(65_000)}x`
  expect(readParameters(`stop   "${word}"  `)).toEqual({ stop: [word] })
})

test('lines may end as on Windows, and what has no value or is no setting of ours says nothing', () => {
  const lines = ['temperature 0.6', 'top_k', 'num_ctx    8192', 'stop "<|im_start|>"', 'stop "<|im_end|>"']
  expect(readParameters([...lines, 'num_keep 24', 'penalize_newline true', ''].join('\r\n'))).toEqual({
    temperature: 0.6,
    num_ctx: 8192,
    stop: ['<|im_start|>', '<|im_end|>'],
  })
  expect(readParameters(null)).toEqual({})
})

test.each([
  ['"', '"'],
  ['""', ''],
  ['"a \\"quoted\\" word"', 'a "quoted" word'],
  ['"\\n"', '\n'],
  ['"\\x07"', '\\x07'],
  ['<end>', '<end>'],
])('the stop word %s is %j', (written, word) => {
  expect(readParameters(`stop ${written}`)).toEqual({ stop: [word] })
})

import { expect, test } from 'vitest'
import { readChosenFile } from '../src/features/admin/chosen-file.ts'

const fileOf = (text: string) => new File([text], 'mine.json')

test('a file of settings is read as it is, also with the mark that Windows puts before a text', async () => {
  const settings = { 'llama3.1:8b': { settings: { seed: '0' } } }
  expect(await readChosenFile(fileOf(JSON.stringify(settings)))).toEqual({ name: 'mine.json', file: settings })
  expect(await readChosenFile(fileOf(`\uFEFF${JSON.stringify(settings)}`))).toEqual({
    name: 'mine.json',
    file: settings,
  })
})

test.each([
  ['', 'It is empty.'],
  ['{ "a": ', 'It is not valid JSON.'],
  ['[1]', 'It does not hold settings by model.'],
  ['null', 'It does not hold settings by model.'],
  ['x'.repeat(1_000_001), 'It is too large for a file of settings.'],
])('what is none is told why: %.20j', async (text, why) => {
  expect(await readChosenFile(fileOf(text))).toEqual({ name: 'mine.json', why })
})

test('a file that is gone meanwhile is told too', async () => {
  const file = Object.assign(fileOf('{}'), { text: () => Promise.reject(new Error('gone')) })
  expect(await readChosenFile(file)).toEqual({ name: 'mine.json', why: 'The browser could not open it.' })
})

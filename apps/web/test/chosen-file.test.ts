import { contract } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { readChosenFile } from '../src/features/admin/import/chosen-file.ts'

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
  ['[1]', 'It does not contain model settings.'],
  ['null', 'It does not contain model settings.'],
])('an invalid file is refused with the reason: %.20j', async (text, why) => {
  expect(await readChosenFile(fileOf(text))).toEqual({ name: 'mine.json', why })
})

test('a file may be as large as the server takes it', async () => {
  const most = contract.settings.import.bodyLimitBytes
  const sized = (size: number) => Object.defineProperty(fileOf('{}'), 'size', { value: size })
  expect(await readChosenFile(sized(most))).toEqual({ name: 'mine.json', file: {} })
  const why = 'It is too large for a settings file.'
  expect(await readChosenFile(sized(most + 1))).toEqual({ name: 'mine.json', why })
})

test('a file that is gone meanwhile is told too', async () => {
  const file = Object.assign(fileOf('{}'), { text: () => Promise.reject(new Error('gone')) })
  expect(await readChosenFile(file)).toEqual({ name: 'mine.json', why: 'The browser cannot open it.' })
})

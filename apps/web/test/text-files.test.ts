import { joinFiles } from '@ollama-dashboard/contracts/attached-files'
import { limits } from '@ollama-dashboard/contracts/limits'
import { expect, test } from 'vitest'
import { isImage } from '../src/features/chat/composer/images.ts'
import { addTexts, readTexts } from '../src/features/chat/composer/text-files.ts'

const file = (name: string, content: BlobPart, type = '') => new File([content], name, { type })
const take = async (written: string, ...files: readonly File[]) => {
  const { problem, ...message } = addTexts({ written, files: [] }, await readTexts(files))
  return { text: joinFiles(message), problem }
}

test('text files stand before what is written, each in a block with its name', async () => {
  const taken = await take('Compare:', file('a.PY', 'print(1)\r\n'), file('Makefile', '\ufeffall:'))
  expect(taken).toEqual({
    text: 'a.PY:\n```py\nprint(1)\n```\n\nMakefile:\n```makefile\nall:\n```\n\nCompare:',
    problem: null,
  })
})

test('the fence is longer than any in the file', async () => {
  const { text } = await take('', file('notes.md', 'One\n````js\n1\n````\n'))
  expect(text).toBe('notes.md:\n`````md\nOne\n````js\n1\n````\n`````')
})

test('what is no text, whatever it is called, and what is too large is left out and told', async () => {
  const taken = await take(
    '',
    file('nul.txt', 'a\0b', 'text/plain'),
    file('latin.txt', new Uint8Array([0x63, 0xe9])),
    file('big.log', new Uint8Array(limits.messageLength + 1)),
    file('strange.xyz', 'words'),
  )
  expect(taken.text).toBe('strange.xyz:\n```xyz\nwords\n```')
  expect(taken.problem).toBe(
    [
      'nul.txt was not added: only images and UTF-8 text files are supported.',
      'latin.txt was not added: only images and UTF-8 text files are supported.',
      'big.log was not added: max 1 MiB of text per message.',
    ].join(' '),
  )
  const half = 'é'.repeat(limits.messageLength / 4)
  const two = await take('', file('one.txt', half), file('two.txt', half))
  expect(two.problem).toBe('two.txt was not added: max 1 MiB of text per message.')
  expect(two.text).toMatch(/^one\.txt:/)
})

test('a drawing in XML is text, and other images are images', () => {
  expect([isImage(file('a.svg', '<svg/>', 'image/svg+xml')), isImage(file('a.gif', '', 'image/gif'))]).toEqual([
    false,
    true,
  ])
})

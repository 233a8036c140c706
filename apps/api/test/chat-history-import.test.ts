import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { model, said, setUp, titles } from './chats-by-key.ts'

test('chats of the earlier dashboard are taken over once, from its file and from a body', async () => {
  const old = [
    { timestamp: '2026-02-27T11:19:43.962177' },
    { id: 'b', timestamp: '2026-02-27T10:00:00', model: 'qwen3:8b', prompt: 'Why?', response: 'Because.' },
    {
      id: 'has spaces',
      timestamp: '2026-02-26T10:00:00',
      model: 'llama3',
      prompt: 'Hi',
      response: 'Hello',
      messages: [said('Hi'), said('Hello', 'assistant'), { role: 'robot', content: 'no' }],
    },
  ]
  const { ann, admin, dataDir } = await setUp()
  expect(await ann.import({ body: { sessions: old } })).toEqual({ imported: 2, skipped: 1 })
  expect(await ann.import({ body: { sessions: old } })).toEqual({ imported: 0, skipped: 3 })
  expect(titles(await ann.list())).toEqual(['Why?', 'Hi'])
  for (const name of ['llama3', 'LLAMA3:latest', 'library/llama3'])
    expect(titles(await ann.list({ query: { model: name } }))).toEqual(['Hi'])
  const file = JSON.parse(await readFile(join(dataDir, 'history.json'), 'utf8'))
  expect(file).toMatchObject([
    { id: 'b', model: 'qwen3:8b', prompt: 'Why?', response: 'Because.', owner: 'ann' },
    { messages: [{ content: 'Hi' }, { content: 'Hello' }] },
  ])

  const historyFile = join(dataDir, 'chat_history.json')
  await writeFile(historyFile, JSON.stringify(old))
  const second = await setUp({ historyFile })
  // Whoever they were of: without keys of their own they are shown to an admin alone.
  expect(titles(await second.admin.list())).toEqual(['Why?', 'Hi'])
  expect((await second.ann.list()).sessions).toEqual([])
  expect(titles(await admin.list())).toEqual(['Why?', 'Hi'])

  const broken = join(dataDir, 'broken.json')
  await writeFile(broken, '[{"prompt": ')
  const third = await setUp({ historyFile: broken })
  await third.ann.save({ body: { model, messages: [said('Kept')] } })
  expect(await readFile(broken, 'utf8')).toBe('[{"prompt": ')
  const { components } = third.core.health(systemContext)
  expect(components.find(({ name }) => name === 'history-file')).toMatchObject({ status: 'degraded' })
})

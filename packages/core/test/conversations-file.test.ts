import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { model, reader, said, setUp } from './chats-with-file.ts'

test('an exchange reads its own conversation alone for the file, and no pictures', async () => {
  const { conversations, repository, reads, file } = await setUp()
  const picture = { ...said('What is it?'), images: ['aaaa'] }
  for (let index = 0; index < 10; index += 1)
    await conversations.save(reader, { id: `s${index}`, model, messages: [picture, said('A llama.', 'assistant')] })
  expect(await repository.messagesWithoutImages('s3')).toEqual([said('What is it?'), said('A llama.', 'assistant')])
  reads.length = 0
  const exchange = await conversations.ask('s3', [said('And this?')], model)
  await conversations.answer('s3', exchange, said('That too.', 'assistant'), model)
  await conversations.update(reader, { id: 's7', title: 'Llamas' })
  await conversations.remove(reader, { id: 's1' })
  expect(reads).toEqual(['s3', 's7'])
  const entries = await file()
  expect(entries).toHaveLength(9)
  expect(JSON.stringify(entries)).not.toContain('aaaa')
  const entry = (id: string) => entries.find((one: { id: string }) => one.id === id)
  expect(entry('s3').messages.at(-1)).toEqual(said('That too.', 'assistant'))
  expect(entry('s7').title).toBe('Llamas')
  expect((await conversations.find(reader, { id: 's3' })).messages[0]).toEqual(picture)
})

test('the file takes as much room as what was said, however deep the arguments of a tool nest', async () => {
  const { conversations, path } = await setUp()
  const deep = JSON.parse(`${'{"a":'.repeat(190)}1${'}'.repeat(190)}`)
  const call = { function: { name: 'f', arguments: deep } }
  const messages = Array.from({ length: 50 }, () => ({ ...said('', 'assistant'), tool_calls: [call, call] }))
  await conversations.save(reader, { model, messages })
  const { length } = await readFile(path, 'utf8')
  expect(length).toBeLessThan(2 * JSON.stringify(messages).length)
})

test('the file is made in slices, between which others have a turn', async () => {
  const { conversations, file } = await setUp()
  const messages = Array.from({ length: 100 }, () => said('x'.repeat(50_000)))
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await conversations.save(reader, { id: 'long', model, messages })
  isOver = true
  expect(turns).toBeGreaterThan(20)
  expect((await file())[0].messages).toEqual(messages)
})

test('what is deleted stays deleted, though somebody changed the file meanwhile', async () => {
  const { conversations, path, file } = await setUp()
  const ids = ['a', 'b', 'c']
  for (const id of ids) await conversations.save(reader, { id, model, messages: [said(`Chat ${id}`)] })
  const addByHand = async (id: string) => {
    const entries = await file()
    await writeFile(path, JSON.stringify([...entries, { ...entries[0], id }]))
  }
  await addByHand('d')
  await conversations.remove(reader, { id: 'b' })
  expect((await conversations.page(reader, {})).sessions.map(({ id }) => id).toSorted()).toEqual(['a', 'c', 'd'])
  await addByHand('e')
  expect(await conversations.removeAll(reader)).toBe(4)
  expect((await conversations.page(reader, {})).sessions).toEqual([])
  expect(await file()).toEqual([])
})

test('a reply is kept when it is told so, and does not wait for the file, which follows', async () => {
  const { conversations, repository, hold, file } = await setUp()
  const id = await conversations.save(reader, { model, messages: [said('Why?'), said('Because.', 'assistant')] })
  const release = hold()
  for (const number of ['1', '2', '3']) {
    const exchange = await conversations.ask(id, [said(`Why ${number}?`)], model)
    await conversations.answer(id, exchange, said(`Because ${number}.`, 'assistant'), model)
  }
  expect((await repository.messages(id)).at(-1)).toEqual(said('Because 3.', 'assistant'))
  expect((await file())[0].response).toBe('Because.')
  release()
  await conversations[Symbol.asyncDispose]()
  expect((await file())[0].response).toBe('Because 3.')
})

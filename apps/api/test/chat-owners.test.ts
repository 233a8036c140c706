import { expect, test } from 'vitest'
import { codeOf, model, said, setUp, titles } from './chats-by-key.ts'

test('a conversation is of the key that made it: others neither see, find, change nor delete it; an admin may', async () => {
  const { ann, bob, eve, admin } = await setUp()
  const { id } = await ann.save({ body: { model, messages: [said('A secret of Ann')] } })
  const params = { id }
  for (const other of [bob, eve]) {
    expect((await other.list()).sessions).toEqual([])
    expect((await other.list({ query: { q: 'secret' } })).sessions).toEqual([])
    expect(await codeOf(other.get({ params }))).toBe('session_not_found')
  }
  expect(await codeOf(bob.update({ params, body: { title: 'Mine' } }))).toBe('session_not_found')
  expect(await codeOf(bob.delete({ params }))).toBe('session_not_found')
  expect(await codeOf(bob.suggestTitle({ params, query: {} }))).toBe('session_not_found')
  expect(await codeOf(bob.save({ body: { id, model, messages: [] } }))).toBe('session_not_found')
  expect((await bob.deleteAll()).deleted).toBe(0)
  expect(await codeOf(eve.delete({ params }))).toBe('forbidden')
  expect((await ann.get({ params })).messages).toMatchObject([{ content: 'A secret of Ann' }])

  expect(titles(await admin.list())).toEqual(['A secret of Ann'])
  // Those of its own, of which there are none.
  expect((await admin.deleteAll()).deleted).toBe(0)
  await admin.delete({ params })
  expect(await codeOf(ann.get({ params }))).toBe('session_not_found')
})

test('of two keys that choose one id at once, one has the conversation and the other is told', async () => {
  const { ann, bob } = await setUp()
  const id = 'chosen'
  const save = (as: typeof ann) => codeOf(as.save({ body: { id, model, messages: [said('Mine')] } }))
  const codes = await Promise.all([save(ann), save(bob)])
  expect(codes).toContain('session_not_found')
  const finds = await Promise.all([ann, bob].map((as) => codeOf(as.get({ params: { id } }))))
  expect(finds).toEqual(codes)
})

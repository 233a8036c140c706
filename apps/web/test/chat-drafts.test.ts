import { expect, test, vi } from 'vitest'
import { createDrafts, type DraftStorage } from '../src/features/chat/composer/drafts.ts'
import { changedCount, requestOf, withParameter } from '../src/features/chat/parameters/chat-parameters.ts'

function memory() {
  const kept = new Map<string, string>()
  const storage: DraftStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  }
  return { kept, storage }
}

test('what was typed is there again after a reload, each conversation with its own', () => {
  const { storage } = memory()
  const before = createDrafts(storage)
  before.set('a', { text: 'half a ques' })
  before.set('b', { text: 'other', parameters: { temperature: 0.2 }, unsent: { keep: 2, text: 'sent?' } })
  before.flush()
  const after = createDrafts(storage)
  expect(after.of('a').text).toBe('half a ques')
  expect(after.of('b')).toEqual({ text: 'other', parameters: { temperature: 0.2 }, unsent: { keep: 2, text: 'sent?' } })
  expect(after.of('c')).toEqual({ text: '', parameters: {} })
})

test('what is empty is not kept, and what one person typed is not shown to the next', () => {
  const { kept, storage } = memory()
  const drafts = createDrafts(storage)
  drafts.ownedBy('ann')
  drafts.set('new', { text: 'a secret' })
  drafts.ownedBy('bob')
  expect(drafts.of('new').text).toBe('')
  drafts.ownedBy('ann')
  expect(drafts.of('new').text).toBe('a secret')
  expect(kept.size).toBe(1)
  drafts.set('new', { text: '', unsent: undefined })
  drafts.flush()
  expect(kept.size).toBe(0)
})

test('what another tab has let go of is not held on to here', () => {
  const { storage } = memory()
  const one = createDrafts(storage)
  one.set('a', { text: 'next', unsent: { keep: 2, text: 'sent?' } })
  one.flush()
  const other = createDrafts(storage)
  expect(other.unsentOf('a')).toEqual({ keep: 2, text: 'sent?' })
  one.set('a', { text: '', unsent: undefined })
  one.flush()
  expect(other.unsentOf('a')).toBeUndefined()
  expect(other.of('a')).toEqual({ text: 'next', parameters: {} })
})

test('the conversations that have a draft are known, whether or not they were opened', () => {
  const { storage } = memory()
  const before = createDrafts(storage)
  for (const id of ['new', 'a', 'b']) before.set(id, { text: id })
  before.flush()
  const drafts = createDrafts(storage)
  drafts.set('c', { text: 'c' })
  expect(drafts.conversations().toSorted()).toEqual(['a', 'b', 'c'])
})

test('a browser without storage, or with odd data in it, loses only the drafts on reload', () => {
  const forbidden = (): never => {
    throw new DOMException('denied')
  }
  const drafts = createDrafts({ getItem: forbidden, setItem: forbidden, removeItem: forbidden, keys: forbidden })
  const listener = vi.fn()
  drafts.listen(listener)
  drafts.set('a', { text: 'x' })
  drafts.flush()
  expect(drafts.of('a').text).toBe('x')
  expect(listener).toHaveBeenCalledOnce()
  for (const odd of ['{', '[]', '{"text":1}', 'null'])
    expect(createDrafts({ ...memory().storage, getItem: () => odd }).of('a')).toEqual({ text: '', parameters: {} })
})

test('parameters say what a request adds, and nothing where nothing is changed', () => {
  expect(requestOf({})).toEqual({})
  const parameters = withParameter({ num_ctx: 2048, think: false as const }, 'refuseCut', true)
  expect(requestOf(parameters)).toEqual({ options: { num_ctx: 2048 }, think: false, on_overflow: 'error' })
  expect(changedCount(parameters)).toBe(3)
  expect(requestOf(withParameter({ system: '', num_ctx: 2048 }, 'num_ctx', undefined))).toEqual({ system: '' })
})

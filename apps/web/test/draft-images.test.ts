import { createStore, keys } from 'idb-keyval'
import { beforeEach, expect, test } from 'vitest'
import {
  draftImagesOf,
  readDraftImages,
  removeAllDraftImages,
  removeDraftImages,
  setDraftImages,
  unsentImages,
} from '../src/features/chat/composer/draft-images.ts'
import { drafts, newChat } from '../src/features/chat/composer/drafts.ts'

const kept = () => keys<string>(createStore('ollama-dashboard', 'draft-images'))

beforeEach(() => drafts.ownedBy('ann'))

test('nothing of a conversation is left in the browser, and what it had can be put back', async () => {
  setDraftImages('one', ['a', 'b'])
  setDraftImages(unsentImages('one'), ['c'])
  await expect.poll(kept).toEqual(['chat-draft:ann:one', 'chat-draft:ann:one unsent'])

  const putBack = await removeDraftImages('one')
  expect([...draftImagesOf('one'), ...draftImagesOf(unsentImages('one'))]).toEqual([])
  await expect.poll(kept).toEqual([])

  putBack()
  expect(draftImagesOf('one')).toEqual(['a', 'b'])
  expect(await readDraftImages(unsentImages('one'))).toEqual(['c'])
  await expect.poll(kept).toHaveLength(2)
  await removeDraftImages('one')
})

test('with all chats go all their images, and neither those of the new chat nor of another person', async () => {
  drafts.ownedBy('bob')
  setDraftImages('his', ['x'])
  drafts.ownedBy('ann')
  for (const id of ['one', unsentImages('two'), newChat]) setDraftImages(id, ['y'])
  await expect.poll(kept).toHaveLength(4)

  await removeAllDraftImages()
  expect(await kept()).toEqual(['chat-draft:ann:new', 'chat-draft:bob:his'])
  expect(draftImagesOf('one')).toEqual([])
  expect(draftImagesOf(newChat)).toEqual(['y'])
})

import type { ConversationSummary } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { expect, test } from 'vitest'
import { readChatSearch } from '../src/features/chat/chat-search.ts'
import { addImages, bytesOf, dataUrlOf, readImages } from '../src/features/chat/composer/images.ts'
import { conversationTime, groupConversations } from '../src/features/chat/list/conversation-groups.ts'

const now = new Date(2026, 10, 25, 14, 30).getTime()
const at = (...parts: [month: number, day: number, hours: number, minutes: number]) =>
  new Date(2026, ...parts).toISOString()
const conversation = (updated_at: string, pinned = false): ConversationSummary => ({
  id: updated_at,
  title: 'x',
  model: 'm:1b',
  created_at: updated_at,
  updated_at,
  message_count: 2,
  pinned,
})

test('conversations stand under the day when they were last used, by the clock of the person', () => {
  const times = [at(10, 25, 14, 29), at(10, 25, 0, 5), at(10, 24, 23, 55), at(10, 20, 9, 0), at(10, 3, 9, 0)]
  const groups = groupConversations(
    times.map((time) => conversation(time)),
    now,
  )
  expect(groups.map(({ heading, conversations }) => [heading, conversations.length])).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    ['Previous 7 days', 1],
    ['Previous 30 days', 1],
  ])
  const pinned = groupConversations(
    [conversation(at(9, 1, 9, 0), true), ...times.map((time) => conversation(time))],
    now,
  )
  expect(pinned.map(({ heading }) => heading).slice(0, 2)).toEqual(['Pinned', 'Today'])
  expect(times.map((time) => conversationTime(time, now))).toEqual(
    ['00:05', '23:55', 'Fri', '3 Nov'].toSpliced(0, 0, '14:29'),
  )
  expect(conversationTime(new Date(now - 10_000).toISOString(), now)).toBe('now')
  expect(conversationTime(new Date(2025, 0, 3).toISOString(), now)).toBe('3 Jan 2025')
})

test('an address says a search and a model, and what makes no sense is left out', () => {
  expect(readChatSearch({ q: 7, model: 'm:1b', other: 1 })).toEqual({ q: '7', model: 'm:1b' })
  expect(readChatSearch({ q: '', model: 3 })).toEqual({})
})

const takeImages = async (present: readonly string[], files: readonly File[]) =>
  addImages(present, await readImages(files))

const image = (bytes: number, type = 'image/png') => new File([new Uint8Array(bytes)], 'x', { type })

test('images are taken as far as they may be sent, and what is left out is said', async () => {
  const taken = await takeImages([], [image(3), image(3, 'text/plain'), image(30)])
  expect(taken.images.map(bytesOf)).toEqual([3, 30])
  expect(taken.problem).toBe('Only PNG, JPEG and WebP images are supported.')
  const many = await takeImages(Array(limits.images).fill('AAAA'), [image(3)])
  expect([many.images.length, many.problem]).toEqual([16, 'Max 16 images per message.'])
  const heavy = await takeImages([], [image(15_000_000), image(6_000_000), image(10)])
  expect([heavy.images.length, heavy.problem]).toEqual([2, 'Max 20 MB of images per message.'])
  expect(dataUrlOf('/9j/4AAQ')).toBe('data:image/jpeg;base64,/9j/4AAQ')
})

import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { forgetLastKnown, keepLastKnown, restoreLastKnown } from '../src/lib/offline/last-known.ts'
import { chatKeys, modelKeys, sessionKey, settingsKeys } from '../src/lib/queries/keys.ts'

const away = new Error('The dashboard could not be reached.')
const running = [...modelKeys.running, undefined]
const session = { role: 'viewer', key_id: 'env:viewer', via: 'cookie' }
const keeping: AbortController[] = []

interface Known {
  readonly session?: object
  /** Milliseconds. */
  readonly age?: number
}

/** A page that was open with these answers. */
async function open({ session: who = session, age = 0 }: Known): Promise<void> {
  const client = new QueryClient()
  client.setQueryData(sessionKey, who, { updatedAt: Date.now() - age })
  client.setQueryData(running, { models: ['qwen3:14b'] }, { updatedAt: Date.now() - age })
  client.setQueryData([...chatKeys.conversation, 'a'], { messages: ['private'] })
  client.setQueryData(settingsKeys.saved, { settings: [{ system: 'private' }] })
  const end = new AbortController()
  keeping.push(end)
  await keepLastKnown(client, end.signal)
}

afterEach(async () => {
  for (const end of keeping.splice(0)) end.abort()
  await forgetLastKnown()
})

test('what was last known comes back as data that could not be read again, without what people wrote', async () => {
  await open({})
  const client = new QueryClient()
  expect(await restoreLastKnown(client, away)).toEqual(session)
  expect(client.getQueryState(running)).toMatchObject({ data: { models: ['qwen3:14b'] }, status: 'error', error: away })
  const keys = client.getQueryCache().getAll()
  expect(keys.map(({ queryKey }) => queryKey)).toEqual(expect.arrayContaining([sessionKey, running]))
  expect(keys).toHaveLength(2)
})

test.each([
  ['of a key that one tab alone has', { session: { ...session, via: 'key' } }],
  ['of somebody who is not signed in', { session: { role: null, key_id: null, via: 'none' } }],
  ['that is older than a session lasts', { age: 13 * 3_600_000 }],
] satisfies [string, Known][])('nothing is kept %s', async (_, known) => {
  await open(known)
  const client = new QueryClient()
  expect(await restoreLastKnown(client, away)).toBeNull()
  expect(client.getQueryCache().getAll()).toEqual([])
})

test('what one key could see is gone once another one is signed in', async () => {
  await open({})
  const other = { role: 'admin', key_id: 'env:admin', via: 'cookie' }
  const client = new QueryClient()
  client.setQueryData(sessionKey, other)
  const end = new AbortController()
  keeping.push(end)
  await keepLastKnown(client, end.signal)
  const later = new QueryClient()
  expect(await restoreLastKnown(later, away)).toEqual(other)
  expect(later.getQueryData(running)).toBeUndefined()
})

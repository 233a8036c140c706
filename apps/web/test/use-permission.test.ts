import { contract } from '@ollama-dashboard/contracts'
import { beforeAll, expect, test } from 'vitest'
import { operationWords, subjects } from '../src/lib/access/operation-words.ts'
import { operations } from '../src/lib/access/operations.ts'
import { loadRareRights } from '../src/lib/access/rare-rights.ts'
import { missing, missingForModel, missingSentence } from '../src/lib/api/use-permission.ts'
import { sessionOf } from './fixtures.ts'

beforeAll(() => loadRareRights({ role: 'night-shift', grant: null }))

test('every operation of the API that is not open has its own words, and no other has', () => {
  const expected = Object.entries(contract).flatMap(([group, endpoints]) =>
    Object.entries(endpoints).flatMap(([name, { access }]) => (access === 'open' ? [] : [`${group}.${name}`])),
  )
  expect(operations).toEqual(expected)
  expect(Object.keys(operationWords).sort()).toEqual([...expected].sort())
  const words = Object.values(operationWords).map(([, text]) => text)
  expect(new Set(words).size).toBe(words.length)
  expect(new Set(Object.values(operationWords).map(([subject]) => subject))).toEqual(new Set(subjects))
})

test('who has a built-in role is told which one would do', () => {
  expect(missing(sessionOf('operator'), 'models.start')).toBeNull()
  expect(missing(sessionOf('viewer'), 'models.start')).toMatchObject({
    short: 'needs operator',
    reason: 'Needs the role operator',
  })
  expect(missing(undefined, 'keys.list')).toMatchObject({ short: 'needs admin' })
})

test('who has another role is told what that does not include', () => {
  const session = sessionOf('operator', { role: 'night-shift' })
  const lacking = missing(session, 'models.delete')
  expect(lacking).toMatchObject({ reason: 'Your role night-shift does not include: Delete models' })
  expect(missing(session, 'models.start')).toBeNull()
  if (lacking) expect(missingSentence('Deleting', lacking)).toBe(lacking.reason)
})

test('a role that would do says so where the key is narrowed all the same', () => {
  const permissions = ['models.available']
  const narrowed = sessionOf('admin', { permissions, grant: { models: ['llama3.2:*'] } })
  expect(missing(narrowed, 'keys.list')).toMatchObject({ reason: 'Your key is narrowed. It cannot: See keys' })
})

test('of several operations all that are missing are told, or the role that would do for all of them', () => {
  expect(missing(sessionOf('viewer'), 'models.start', 'models.delete', 'models.info')?.short).toBe('needs admin')
  expect(missing(sessionOf('admin'), 'models.start', 'models.delete')).toBeNull()
  const none = sessionOf('viewer', { role: 'chatter', permissions: ['models.info'] })
  expect(missing(none, 'models.start', 'models.info', 'models.stop')?.reason).toBe(
    'Your role chatter does not include: Start and pin models, Stop models',
  )
})

test('a model outside of what a key is narrowed to is locked, whatever the role', () => {
  const session = sessionOf('operator', { grant: { models: ['llama3.2:*'] } })
  expect(missingForModel(session, 'models.pull', 'llama3.2:1b')).toBeNull()
  expect(missingForModel(session, 'models.pull', 'qwen3:4b')).toMatchObject({
    short: 'not with your key',
    reason: 'Your key is narrowed to llama3.2:*',
  })
  expect(missingForModel(session, 'models.pull', null)).toBeNull()
})

import type { ModelsActivity } from '@ollama-dashboard/contracts'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { activityQuery, rememberActivity, requestsIn } from '../src/lib/models/activity.ts'
import { modelActivity } from './fixtures.ts'

const [a, b] = [modelActivity('a:1'), modelActivity('b:1')]

test('what an event tells takes the place of what was known, of that model of that server', () => {
  const client = new QueryClient()
  const lab: ModelsActivity = { instance: 'lab', models: [a, b] }
  client.setQueryData(activityQuery(undefined).queryKey, { instance: 'default', models: [a] })
  client.setQueryData(activityQuery('lab').queryKey, lab)
  const answering = modelActivity('a:1', { requests: 2 })
  rememberActivity(client, 'default', answering)
  rememberActivity(client, 'default', b)
  const known = client.getQueryData(activityQuery(undefined).queryKey)
  expect(known).toEqual({ instance: 'default', models: [answering, b] })
  expect(known && requestsIn(known)).toBe(2)
  expect(client.getQueryData(activityQuery('lab').queryKey)).toBe(lab)
})

test('an answer that was on its way when a reply ended does not bring it back', async () => {
  const client = new QueryClient()
  const answering = { instance: 'default', models: [modelActivity('a:1', { requests: 1 })] }
  const answers = [answering, { instance: 'default', models: [a] }]
  const query = { ...activityQuery(undefined), refetchInterval: false, initialData: answering } as const
  const queryFn = async () => answers.shift() ?? { instance: '', models: [] }
  const leave = new QueryObserver(client, { ...query, queryFn }).subscribe(() => {})
  rememberActivity(client, 'default', a)
  await expect.poll(() => answers).toEqual([])
  await expect.poll(() => client.isFetching()).toBe(0)
  expect(client.getQueryData(query.queryKey)?.models).toEqual([a])
  leave()
})

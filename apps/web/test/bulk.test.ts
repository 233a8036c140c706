import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { beginBulk } from '../src/lib/models/bulk.ts'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { job } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

test('more models than one request takes are several jobs of the server', async () => {
  const asked: { url: string; models: string[] }[] = []
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    asked.push({ url, ...JSON.parse(String(body)) })
    return Response.json({ job: job({ id: `job ${asked.length}` }) }, { status: 202 })
  })
  const client = new QueryClient()
  client.setQueryData(jobsQuery.queryKey, { jobs: [] })
  const names = Array.from({ length: 60 }, (_, index) => `m${index}`)
  await beginBulk(client, 'delete', names, 'lab')
  expect(asked.map(({ url }) => url.slice(url.indexOf('/api/')))).toEqual(
    [1, 2].map(() => '/api/models/bulk/delete?wait=false&instance=lab'),
  )
  expect(asked.flatMap(({ models }) => models)).toEqual(names)
  expect(client.getQueryData(jobsQuery.queryKey)?.jobs.map(({ id }) => id)).toEqual(['job 2', 'job 1'])
})

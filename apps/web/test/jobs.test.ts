import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { jobsQuery, rememberJob } from '../src/lib/models/jobs.ts'
import { job } from './fixtures.ts'

test('what a job has come to is not undone by an answer that was on its way', async () => {
  const answers = [[job({ state: 'running' })], [job({ state: 'running' })], [job({ state: 'failed' })]]
  const waiting: (() => void)[] = []
  const client = new QueryClient()
  const observer = new QueryObserver(client, {
    ...jobsQuery,
    refetchInterval: false,
    queryFn: async () => {
      const jobs = answers.shift() ?? []
      await new Promise<void>((resolve) => waiting.push(resolve))
      return { jobs }
    },
  })
  const states: (string | undefined)[] = []
  onTestFinished(observer.subscribe(({ data }) => states.push(data?.jobs[0]?.state)))
  const untilAnswered = () =>
    expect
      .poll(() => {
        waiting.shift()?.()
        return client.isFetching()
      })
      .toBe(0)
  await untilAnswered()
  expect(states.at(-1)).toBe('running')

  void observer.refetch()
  await expect.poll(() => waiting.length).toBe(1)
  rememberJob(client, job({ state: 'failed' }))
  expect(states.at(-1)).toBe('failed')
  await untilAnswered()
  expect(states.slice(states.indexOf('failed'))).not.toContain('running')
})

import { QueryClientProvider } from '@tanstack/react-query'
import { expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { EventList } from '../src/features/overview/event-list.tsx'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { apiKeyKeys } from '../src/lib/queries/keys.ts'

/** What happened lately, where somebody loaded a model with a key. */
async function showLoadedBy(by: string, names: Record<string, string>) {
  const api = { names, asked: [] as string[] }
  const event = { id: 1, type: 'model.loaded', at: new Date().toISOString(), model: 'qwen3:14b', by }
  vi.stubGlobal('fetch', async (url: string) => {
    api.asked.push(new URL(url, location.origin).pathname)
    return Response.json(url.includes('/api/keys/names') ? { names: api.names } : { events: [event] })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = createQueryClient()
  await render(
    <QueryClientProvider client={client}>
      <EventList />
    </QueryClientProvider>,
  )
  return { api, client }
}

const line = () => page.getByRole('listitem')

test('what a stored key did stands under its name, also when it is renamed', async () => {
  const { api, client } = await showLoadedBy('key:a', { 'key:a': 'laptop' })
  await expect.element(line()).toMatchTextContent('loaded by laptop')
  api.names = { 'key:a': 'work laptop' }
  await client.invalidateQueries({ queryKey: apiKeyKeys.all })
  await expect.element(line()).toMatchTextContent('loaded by work laptop')
})

test('a stored key that has no name is told by its id', async () => {
  await showLoadedBy('key:a', {})
  await expect.element(line()).toMatchTextContent('loaded by key:a')
})

test('where no stored key is in sight, no names are asked for', async () => {
  const { api } = await showLoadedBy('env:operator', {})
  await expect.element(line()).toMatchTextContent('loaded by API_KEY_OPERATOR')
  expect(api.asked).not.toContain('/api/keys/names')
})

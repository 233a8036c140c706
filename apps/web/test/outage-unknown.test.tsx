import { TransportError } from '@ollama-dashboard/client'
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { ConversationHead } from '../src/features/chat/conversation/conversation-head.tsx'
import { EventList } from '../src/features/overview/event-list.tsx'
import { HealthPanel } from '../src/features/overview/health-panel.tsx'
import { eventsKey } from '../src/lib/queries/keys.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { StatusOf } from '../src/parts/running-status.tsx'
import '../src/styles.css'
import { availableModel, sessionOf } from './fixtures.ts'
import { putAway } from './in-outage.ts'
import { showWith } from './show-with.tsx'

// What the page says of what it cannot know while the dashboard is away: nothing green, nothing that counts on, and not the
// message of the band again in every panel.
let client: QueryClient

beforeEach(() => {
  client = new QueryClient({
    defaultOptions: { queries: { enabled: false, retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  putAway(client, 'dashboard')
})

const failWith = (queryKey: readonly unknown[], error: Error) =>
  client.getQueryCache().build(client, { queryKey }).setState({ status: 'error', error })

test('what was never read is unknown, without a second alarm and a button for each panel', async () => {
  failWith(eventsKey, new TransportError('The dashboard could not be reached (GET /api/observability/events).'))
  await showWith(
    client,
    <>
      <EventList />
      <HealthPanel />
    </>,
  )
  await expect.element(page.getByText("Unknown: can't reach the dashboard").nth(1)).toBeVisible()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
})

test('what failed for another reason says so', async () => {
  failWith(eventsKey, new Error('The answer is no list.'))
  await showWith(client, <EventList />)
  await expect.element(page.getByRole('alert').getByText('The answer is no list.')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('a load that was on its way does not count on', async () => {
  const pending = { action: 'start', since: Date.now() - 5000 } as const
  await showWith(client, <StatusOf name="qwen3:14b" state={null} pending={pending} isLastKnown />)
  await expect.element(page.getByText('Loading…', { exact: true })).toBeVisible()
})

test('who one talks with is not green', async () => {
  const models = [availableModel('qwen3:14b', { is_running: true })]
  const nothing = () => undefined
  await showWith(
    client,
    <ConversationHead draft="new" model="qwen3:14b" models={models} onPick={nothing} onOpenList={nothing} />,
  )
  const mark = page.getByText('Loaded', { exact: true }).element().parentElement?.querySelector('[aria-hidden]')
  expect(getComputedStyle(mark as Element).backgroundColor).toBe('rgba(0, 0, 0, 0)')
})

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ConversationHead } from '../src/features/chat/conversation/conversation-head.tsx'
import { availableModel } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

test('who cannot be chosen because Ollama is away is not said to be on its way', async () => {
  const problem = { type: 'about:blank', title: 'Unreachable', status: 503, code: 'ollama_unreachable', trace_id: 'a' }
  vi.stubGlobal('fetch', async () =>
    Response.json({ ...problem, detail: 'Ollama refused the connection.' }, { status: 503 }),
  )
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const nothing = () => undefined
  const head = () => (
    <QueryClientProvider client={client}>
      <ConversationHead draft="new" model={null} models={undefined} onPick={nothing} onOpenList={nothing} />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: head }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  await expect.element(page.getByText('No models: Ollama is unreachable')).toBeVisible()
})

const models = [availableModel('a:1b'), availableModel('b:1b')]

function Choosing() {
  const [model, pick] = useState('a:1b')
  return <ConversationHead draft="new" model={model} models={models} onPick={pick} onOpenList={() => undefined} />
}

test('choosing who replies gives the focus back to the button that tells who does', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient()
  const head = () => (
    <QueryClientProvider client={client}>
      <Choosing />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: head }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  page.getByRole('button', { name: /a:1b/ }).element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByPlaceholder('Choose a model')).toHaveFocus()
  await userEvent.keyboard('b:1b{Enter}')
  await expect.element(page.getByRole('button', { name: /b:1b/ })).toHaveFocus()
})

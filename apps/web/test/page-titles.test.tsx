import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'

afterEach(() => vi.unstubAllGlobals())

async function open(path: string, role: 'admin' | null) {
  const away = { type: 'about:blank', title: 'Away', status: 503, code: 'ollama_unreachable', detail: 'Away.' }
  vi.stubGlobal('fetch', async (url: string) =>
    url.endsWith('/api/session')
      ? Response.json({ role, key_id: role && 'k', via: role ? 'key' : 'none' })
      : Response.json({ ...away, trace_id: 'a' }, { status: 503 }),
  )
  document.title = ''
  const router = createAppRouter()
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  await render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}

test.each([
  ['/', 'Overview'],
  ['/models', 'Models'],
  ['/models?model=qwen3:14b', 'qwen3:14b · Models'],
  ['/library', 'Library'],
  ['/chat', 'New chat'],
  ['/monitor', 'Monitor'],
  ['/timeline', 'Timeline'],
  ['/alerts', 'Alerts'],
  ['/service', 'Service'],
  ['/audit', 'Audit'],
  ['/admin', 'Model defaults · Admin'],
  ['/admin/model-defaults', 'Model defaults · Admin'],
  ['/admin/keys', 'Keys · Admin'],
  ['/admin/sessions', 'Sessions · Admin'],
  ['/nowhere', 'Page not found'],
])('%s is called "%s" in tabs, history and bookmarks', async (path, title) => {
  await open(path, 'admin')
  await expect.poll(() => document.title).toBe(`${title} · Ollama Dashboard`)
})

test('where a key is asked for, no page is named', async () => {
  await open('/monitor', null)
  await expect.poll(() => document.title).toBe('Sign in · Ollama Dashboard')
})

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { availableQuery, catalogueQuery, runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { availableModel, catalogueModel, sessionOf } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

const read = { stale: false, fetched_at: '2026-01-02T03:04:05Z' }
const list = (models: readonly ReturnType<typeof availableModel>[]) => ({ ...read, models: [...models] })

/** The dashboard as somebody of that role has it before any answer comes, and the methods of what it asks for. */
async function open(role: 'operator' | 'admin', address = '/') {
  const methods: (string | undefined)[] = []
  vi.stubGlobal('fetch', (_: unknown, options?: RequestInit) => {
    methods.push(options?.method)
    return new Promise(() => undefined)
  })
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf(role))
  client.setQueryData(availableQuery(undefined).queryKey, list([availableModel('qwen3:14b')]))
  client.setQueryData(runningQuery(undefined).queryKey, { ...read, models: [] })
  client.setQueryData(catalogueQuery(undefined).queryKey, {
    models: [catalogueModel('gemma3:4b')],
    as_of: '2026-01-02',
  })
  const router = createAppRouter()
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} history={createMemoryHistory({ initialEntries: [address] })} />
    </QueryClientProvider>,
  )
  return { router, methods }
}

async function search(words: string) {
  await page.getByRole('button', { name: /^Search or run/ }).click()
  await page.getByPlaceholder('Search or run a command').fill(words)
}

test('deleting from the palette asks, and goes no further by itself', async () => {
  const { router, methods } = await open('admin')
  await search('delete qwen')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('dialog', { name: 'Delete qwen3:14b?' })).toBeVisible()
  expect(router.state.location.search).toEqual({ delete: 'qwen3:14b' })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => router.state.location.search).toEqual({})
  expect(page.getByRole('dialog').elements()).toEqual([])
  expect(methods).not.toContain('DELETE')
})

test('who may not delete sees which role that takes, and an address does not ask either', async () => {
  await open('operator', '/models?delete=qwen3:14b')
  await search('delete')
  const line = page.getByRole('option', { name: /Delete…/ })
  await expect.element(line).toHaveAttribute('aria-disabled', 'true')
  await expect.element(line.getByText('needs admin')).toBeVisible()
  expect(page.getByRole('dialog', { name: 'Delete qwen3:14b?' }).elements()).toEqual([])
})

test('a page that is locked is no way to go from the palette, and says what it needs', async () => {
  await open('operator')
  await search('audit')
  const line = page.getByRole('option', { name: /Audit/ })
  await expect.element(line).toHaveAttribute('aria-disabled', 'true')
  await expect.element(line.getByText('needs admin')).toBeVisible()
})

test('a model of the library, a range and a theme are a few letters away', async () => {
  const { router } = await open('operator')
  await search('gemma')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => router.state.location.href).toBe('/library?q=gemma3%3A4b')
  await search('monitor 7d')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => router.state.location.href).toBe('/monitor?range=7d')
  for (const [words, isDark] of [
    ['dark', true],
    ['light', false],
  ] as const) {
    await search(words)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => document.documentElement.classList.contains('dark')).toBe(isDark)
  }
})

test('leaving the palette gives the focus back to where it was', async () => {
  await open('operator')
  const link = page.getByRole('link', { name: 'Models', exact: true }).first()
  await expect.element(link).toBeVisible()
  link.element().focus()
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.element(page.getByPlaceholder('Search or run a command')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(link).toHaveFocus()
})

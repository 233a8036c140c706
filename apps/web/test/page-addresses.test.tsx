import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { createAppRouter } from '../src/routes/router.tsx'

afterEach(() => vi.unstubAllGlobals())

/** What the page at an address is given of it. */
async function searchOf(address: string) {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const router = createAppRouter()
  await render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} history={createMemoryHistory({ initialEntries: [address] })} />
    </QueryClientProvider>,
  )
  await expect.poll(() => router.state.matches.at(-1)?.status).toBe('success')
  return router.state.matches.at(-1)?.search
}

test.each([
  ['/models?sort=colour&can=all&q={}&model=[1]', {}],
  ['/library?can=all', {}],
  ['/chat?model=[1]', {}],
  ['/monitor?range=2h', {}],
  ['/timeline?kinds=weather&last=2y&model={}', {}],
  ['/timeline?kinds=["alert","weather"]&last=30d', { kinds: ['alert'], last: '30d' }],
  ['/alerts?severity=awful&alert={}', {}],
  ['/audit?last=2y&outcome=won&before=x&entry=-1', {}],
  ['/admin/model-defaults?q={}', {}],
  ['/admin/keys?may=Owner&revoked=1&make=no', {}],
  ['/admin/sessions?own=1&q={}', {}],
  ['/?instance={}', {}],
  ['/models?instance=5&sort=colour', { instance: '5' }],
])('%s gives its page nothing but what it understands', async (address, expected) => {
  expect(await searchOf(address)).toEqual(expected)
})

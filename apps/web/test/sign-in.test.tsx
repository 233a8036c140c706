import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { SignIn } from '../src/features/session/sign-in.tsx'

afterEach(() => vi.unstubAllGlobals())

const refusals = {
  unauthorized: { status: 401, detail: 'Invalid key.', headers: {} },
  rate_limited: { status: 429, detail: 'Too many invalid keys.', headers: { 'retry-after': '12' } },
} as const

test.each([
  ['unauthorized', 'Invalid, expired or revoked key.', 'Check the key, or ask your administrator for a new one.'],
  ['rate_limited', 'Too many attempts.', 'Try again in 12 s.'],
] as const)('a key that is %s is told with what to do and what to quote', async (code, title, hint) => {
  const { status, detail, headers } = refusals[code]
  vi.stubGlobal('fetch', async () =>
    Response.json(
      {
        type: 'about:blank',
        title: code,
        status,
        code,
        detail,
        hint: 'Send a valid key.',
        trace_id: '4bf92f3577b34da6',
      },
      { status, headers: { 'content-type': 'application/problem+json', ...headers } },
    ),
  )
  await render(
    <QueryClientProvider client={new QueryClient()}>
      <SignIn />
    </QueryClientProvider>,
  )
  await page.getByLabelText('Key', { exact: true }).fill('wrong')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('alert')).toHaveTextContent(`${title}${hint}Copy detailstrace 4bf92f35`)
})

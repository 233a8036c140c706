import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { modelDefaults } from '../src/features/admin/model-defaults.ts'
import { DefaultsRow } from '../src/features/admin/table/defaults-row.tsx'

const name = 'qwen3:14b'
const settings = { num_ctx: 32_768 }
const reasons = [{ field: 'num_ctx', value: 32_768, why: 'It fits.' } as const]
const advice = { recommendations: [{ model: name, settings, reasons }], errors: [] }

function Row() {
  const [isKnown, setKnown] = useState(false)
  const [model] = modelDefaults({
    installed: [name],
    saved: [],
    ...(isKnown ? { advice } : { advice: null, isComing: true }),
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for the answer
    <div onKeyDown={({ key }) => key === 'r' && setKnown(true)}>
      {model && <DefaultsRow model={model} layout="wide" rowIndex={1} isLast onDone={() => {}} />}
    </div>
  )
}

test('a row that has the focus keeps it when its recommendations come', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  const router = createRouter({
    routeTree: createRootRoute({ component: Row }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  const link = page.getByRole('link', { name: `Settings of ${name}` })
  await expect.element(link).toBeVisible()
  link.element().focus()
  await userEvent.keyboard('r')
  await expect.element(page.getByText('It fits.')).toBeVisible()
  await expect.element(link).toHaveFocus()
})

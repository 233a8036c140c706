import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ModelRow } from '../src/features/models/list/model-row.tsx'
import { sessionQuery } from '../src/lib/queries/server.ts'
import '../src/styles.css'
import { availableModel, noLocks, sessionOf } from './fixtures.ts'

async function show(width: number) {
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const nothing = () => undefined
  const row = () => (
    <QueryClientProvider client={client}>
      <div role="table" style={{ width }}>
        <ModelRow
          model={availableModel('nomic-embed-text:latest')}
          state="unloading"
          pending={null}
          actions={{ needs: noLocks, unavailable: null, act: nothing, onOpen: nothing, onDelete: nothing }}
          isOpen={false}
          isOld={false}
          isLast
          isSelected={false}
          opens="Details"
          rowIndex={1}
          columns={[]}
          grid="16px minmax(0, 1fr)"
          hasActions={false}
          onSelect={nothing}
        />
      </div>
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: row }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  await expect.element(page.getByText('nomic-embed-text')).toBeVisible()
}

const isCut = (text: string) => {
  const element = page.getByText(text, { exact: true }).element()
  return element.scrollWidth > element.clientWidth
}

test.each([
  [320, true],
  [600, false],
])(
  'in a row of %i pixels the name is whole, for which the word of its state gives way: %s',
  async (width, givesWay) => {
    await show(width)
    expect([isCut('nomic-embed-text'), isCut(':latest')]).toEqual([false, false])
    const word = page.getByText('Unloading…').element().getBoundingClientRect()
    expect(word.width <= 1).toBe(givesWay)
  },
)

import { createRootRoute, Outlet, retainSearchParams, useLocation } from '@tanstack/react-router'
import { Frame } from '../features/frame/frame.tsx'
import { FrameShell } from '../features/frame/frame-shell.tsx'
import { NotFound, PageError, PageSkeleton } from '../features/frame/page-states.tsx'
import { JobTray } from '../features/jobs/job-tray.tsx'
import { SessionGate } from '../features/session/session-gate.tsx'

interface RootSearch {
  /** Which Ollama server; the default one when absent. */
  readonly instance?: string | undefined
}

/** What every page stands in. */
export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): RootSearch => {
    // An address such as ?instance=3 is read as a number.
    const instance = typeof search['instance'] === 'number' ? String(search['instance']) : search['instance']
    return typeof instance === 'string' && instance !== '' ? { instance } : {}
  },
  search: { middlewares: [retainSearchParams(['instance'])] },
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: PageError,
})

function Root() {
  const path = useLocation({ select: ({ pathname }) => pathname })
  const pending = (
    <FrameShell path={path}>
      <PageSkeleton />
    </FrameShell>
  )
  return (
    <SessionGate pending={pending}>
      <Frame tray={<JobTray />}>
        <Outlet />
      </Frame>
    </SessionGate>
  )
}

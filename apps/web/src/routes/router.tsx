import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  retainSearchParams,
} from '@tanstack/react-router'
import { Frame } from '../features/frame/frame.tsx'
import { NotFound } from '../features/frame/not-found.tsx'
import { PageError } from '../features/frame/page-error.tsx'
import { JobTray } from '../features/jobs/job-tray.tsx'
import { type LibrarySearch, readLibrarySearch } from '../features/library/library-search.ts'
import { type ModelsSearch, readModelsSearch } from '../features/models/models-search.ts'
import { SessionGate } from '../features/session/session-gate.tsx'

interface RootSearch {
  /** Which Ollama server; the default one when absent. */
  readonly instance?: string
}

const rootRoute = createRootRoute({
  validateSearch: ({ instance }: Record<string, unknown>): RootSearch =>
    typeof instance === 'string' && instance !== '' ? { instance } : {},
  search: { middlewares: [retainSearchParams(['instance'])] },
  component: () => (
    <SessionGate>
      <Frame tray={<JobTray />}>
        <Outlet />
      </Frame>
    </SessionGate>
  ),
  notFoundComponent: NotFound,
  errorComponent: PageError,
})

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage'),
})

const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  validateSearch: (search: Record<string, unknown>): ModelsSearch => readModelsSearch(search),
  component: lazyRouteComponent(() => import('../features/models/models-page.tsx'), 'ModelsPage'),
})

const libraryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/library',
  validateSearch: (search: Record<string, unknown>): LibrarySearch => readLibrarySearch(search),
  component: lazyRouteComponent(() => import('../features/library/library-page.tsx'), 'LibraryPage'),
})

export const createAppRouter = () =>
  createRouter({
    routeTree: rootRoute.addChildren([overviewRoute, modelsRoute, libraryRoute]),
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}

import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type AdminSearch, readAdminSearch } from '../features/admin/admin-search.ts'
import { type KeysSearch, readKeysSearch } from '../features/admin/keys/keys-search.ts'
import { type RolesSearch, readRolesSearch } from '../features/admin/roles/roles-search.ts'
import { readSessionsSearch, type SessionsSearch } from '../features/admin/sessions/sessions-search.ts'
import { type AlertsSearch, readAlertsSearch } from '../features/alerts/alerts-search.ts'
import { type AuditSearch, readAuditSearch } from '../features/audit/audit-search.ts'
import { type ChatSearch, readChatSearch } from '../features/chat/chat-search.ts'
import { PageError, PageSkeleton } from '../features/frame/page-states.tsx'
import { type LibrarySearch, readLibrarySearch } from '../features/library/library-search.ts'
import { type ModelsSearch, readModelsSearch } from '../features/models/list/models-search.ts'
import { type MonitorSearch, readMonitorSearch } from '../features/monitor/monitor-search.ts'
import { readTimelineSearch, type TimelineSearch } from '../features/timeline/timeline-search.ts'
import { basePath } from '../lib/api/base-path.ts'
import { loadPart } from '../lib/load-part.ts'
import { rootRoute } from './root-route.tsx'

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => loadPart(() => import('../features/overview/overview-page.tsx')), 'OverviewPage'),
})

const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  validateSearch: (search: Record<string, unknown>): ModelsSearch => readModelsSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/models/list/models-page.tsx')), 'ModelsPage'),
})

const libraryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/library',
  validateSearch: (search: Record<string, unknown>): LibrarySearch => readLibrarySearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/library/library-page.tsx')), 'LibraryPage'),
})

/** One page for every conversation, so that going from one to the next keeps the list as it is. */
const chatRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chat',
  validateSearch: (search: Record<string, unknown>): ChatSearch => readChatSearch(search),
  component: lazyRouteComponent(() => {
    // Beside the page, not after it: the first thing that it shows are replies. A failure shows where it is needed.
    import('../ui/markdown/markdown.tsx').catch(() => undefined)
    return loadPart(() => import('../features/chat/chat-page.tsx'))
  }, 'ChatPage'),
})

const newChatRoute = createRoute({ getParentRoute: () => chatRoute, path: '/' })
const conversationRoute = createRoute({ getParentRoute: () => chatRoute, path: '$id' })

const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/monitor',
  validateSearch: (search: Record<string, unknown>): MonitorSearch => readMonitorSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/monitor/monitor-page.tsx')), 'MonitorPage'),
})

const timelineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/timeline',
  validateSearch: (search: Record<string, unknown>): TimelineSearch => readTimelineSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/timeline/timeline-page.tsx')), 'TimelinePage'),
})

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: (search: Record<string, unknown>): AlertsSearch => readAlertsSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/alerts/alerts-page.tsx')), 'AlertsPage'),
})

const serviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/service',
  component: lazyRouteComponent(() => loadPart(() => import('../features/service/service-page.tsx')), 'ServicePage'),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => readAuditSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/audit/audit-page.tsx')), 'AuditPage'),
})

/** Its first page, which everybody may see. */
const adminRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  beforeLoad: () => {
    throw redirect({ to: '/admin/model-defaults', replace: true })
  },
})

const modelDefaultsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin/model-defaults',
  validateSearch: (search: Record<string, unknown>): AdminSearch => readAdminSearch(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('../features/admin/model-defaults-page.tsx')),
    'ModelDefaultsPage',
  ),
})

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin/keys',
  validateSearch: (search: Record<string, unknown>): KeysSearch => readKeysSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/admin/keys/keys-page.tsx')), 'KeysPage'),
})

const rolesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin/roles',
  validateSearch: (search: Record<string, unknown>): RolesSearch => readRolesSearch(search),
  component: lazyRouteComponent(() => loadPart(() => import('../features/admin/roles/roles-page.tsx')), 'RolesPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin/sessions',
  validateSearch: (search: Record<string, unknown>): SessionsSearch => readSessionsSearch(search),
  component: lazyRouteComponent(
    () => loadPart(() => import('../features/admin/sessions/sessions-page.tsx')),
    'SessionsPage',
  ),
})

export const createAppRouter = () =>
  createRouter({
    routeTree: rootRoute.addChildren([
      overviewRoute,
      modelsRoute,
      libraryRoute,
      chatRoute.addChildren([newChatRoute, conversationRoute]),
      monitorRoute,
      timelineRoute,
      alertsRoute,
      serviceRoute,
      auditRoute,
      adminRoute,
      modelDefaultsRoute,
      keysRoute,
      rolesRoute,
      sessionsRoute,
    ]),
    basepath: basePath || '/',
    // Else a page is given what its `validateSearch` left out as well, as it stands in the address.
    search: { strict: true },
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}

import { files, machineRoots } from 'virtual:offline-files'
import { getCacheKeyForURL, matchPrecache, precache } from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { NetworkOnly } from 'workbox-strategies'

// Keeps the files of the page, so that it opens while the dashboard is away. Of what the API answers it keeps and answers
// nothing: what was last known is in `lib/offline/last-known.ts`.

/** A service worker; TypeScript knows this file as one of the page. */
const worker = self as unknown as {
  readonly registration: ServiceWorkerRegistration
  skipWaiting(): Promise<void>
}
const scope = new URL(worker.registration.scope)
/** A proxy with nobody behind it answers for the dashboard. */
const isAway = ({ status }: Response) => status === 502 || status === 503 || status === 504

precache([...files])

// The document comes from the dashboard as long as that answers: a new version is there with the next visit, and a proxy
// that wants people to sign in can ask them to.
registerRoute(
  ({ url, request }) => request.mode === 'navigate' && isPage(url),
  new NetworkOnly({
    networkTimeoutSeconds: 5,
    plugins: [
      {
        async fetchDidSucceed({ response }) {
          if (isAway(response)) throw new Error(`${response.status} instead of the page.`)
          return withoutPreloads(response)
        },
        async handlerDidError() {
          const kept = await matchPrecache(scope.href)
          return kept && withoutPreloads(kept)
        },
      },
    ],
  }),
)

// The names of these files change with their content.
registerRoute(
  ({ url, request }) => request.mode !== 'navigate' && !isPage(url) && getCacheKeyForURL(url.href) !== undefined,
  async ({ request }) => (await matchPrecache(request)) ?? fetch(request),
)

/**
 * The document without the hints of what it will ask for: all of that is kept here, and Chromium takes nothing of what it
 * preloaded through a service worker, with a warning for each. https://github.com/vite-pwa/vite-plugin-pwa/issues/945
 */
async function withoutPreloads(response: Response): Promise<Response> {
  // One that leads elsewhere, such as to the sign-in of a proxy, cannot be read here.
  if (!response.ok || !response.headers.get('content-type')?.startsWith('text/html')) return response
  const document = (await response.text()).replaceAll(/<link rel="modulepreload"[^<>]*>/g, '')
  const headers = new Headers(response.headers)
  // Those are of how it came over the wire.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  return new Response(document, { status: response.status, headers })
}

function isPage({ origin, pathname }: URL): boolean {
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return false
  const [root = ''] = pathname.slice(scope.pathname.length).split('/', 1)
  return !machineRoots.includes(root)
}

// A new version of this waits until the person wants it, since the pages that are open need the files of theirs.
addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === 'take over') void worker.skipWaiting()
})

/** A browser has no narrower type for it here than `Event`. */
interface NotificationClick extends Event {
  readonly notification: Notification
  waitUntil(work: Promise<unknown>): void
}
interface Clients {
  matchAll(options: { readonly type: 'window'; readonly includeUncontrolled: true }): Promise<readonly Tab[]>
  openWindow(address: string): Promise<unknown>
}
interface Tab {
  readonly url: string
  focus(): Promise<unknown>
  navigate(address: string): Promise<unknown>
}

// Of what the page shows by this worker, where it may not show it by itself: phones.
addEventListener('notificationclick', (event) => {
  const { notification, waitUntil } = event as NotificationClick
  notification.close()
  const { path = '' } = (notification.data ?? {}) as { readonly path?: string }
  waitUntil.call(event, openPage(new URL(path, scope).href))
})

async function openPage(address: string): Promise<void> {
  const { clients } = self as unknown as { readonly clients: Clients }
  const [tab] = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!tab) return void (await clients.openWindow(address))
  await tab.focus()
  await tab.navigate(address)
}

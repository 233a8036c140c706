import type { Alert } from '@ollama-dashboard/contracts'
import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import { basePath } from '../api/base-path.ts'
import { firingQuery } from '../queries/firing.ts'
import { firingOf } from './firing.ts'
import { noteSeen, toTell } from './told-alerts.ts'

/** The event stream ends while the page is hidden. Browsers slow this down to once a minute after a while. */
const hiddenIntervalMs = 15_000
/** Dashboards at several paths of one host are different ones. */
const lockOf = (what: string) => `ollama-dashboard ${what}${basePath}`
/** More at once are told as a number. */
const mostShown = 3

export interface NotifierOptions {
  readonly client: QueryClient
  /** Shows an alert on the page; null for all of them. */
  readonly open: (alert: string | null) => void
  readonly signal: AbortSignal
}

/**
 * Tells the person of new alerts while no tab of the dashboard is in sight, until the signal aborts. Of several tabs one
 * does so at a time; the next one goes on when that is closed.
 */
export async function notifyOfAlerts(options: NotifierOptions): Promise<void> {
  const { signal } = options
  markVisibility(signal)
  noteWhatIsShown(options)
  try {
    await navigator.locks.request(lockOf('tells of alerts'), { signal }, () => watch(options))
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function watch({ client, open, signal }: NotifierOptions): Promise<void> {
  const observer = new QueryObserver(client, {
    ...firingQuery,
    refetchInterval: hiddenIntervalMs,
    refetchIntervalInBackground: true,
  })
  const leave = observer.subscribe(({ data, isFetchedAfterMount }) => {
    if (data && isFetchedAfterMount) void tell(firingOf(data).alerts, open)
  })
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      leave()
      resolve()
    })
  })
}

async function tell(firing: readonly Alert[], open: NotifierOptions['open']): Promise<void> {
  const told = toTell(firing, Date.now())
  if (told.length === 0 || (await isAnyTabInSight())) return
  if (told.length > mostShown) return show({ title: `${told.length} new alerts`, alert: null, body: '' }, open)
  for (const { id, title, description } of told) await show({ title, body: description, alert: id }, open)
}

/** What a tab in sight shows, from now on and when it is left, is no news for a notification. */
function noteWhatIsShown({ client, signal }: NotifierOptions): void {
  const observer = new QueryObserver(client, firingQuery)
  const note = () => {
    const { data } = observer.getCurrentResult()
    if (data && !document.hidden) noteSeen(firingOf(data).alerts, Date.now())
  }
  note()
  signal.addEventListener('abort', observer.subscribe(note))
}

interface Shown {
  readonly title: string
  readonly body: string
  readonly alert: string | null
}

async function show({ title, body, alert }: Shown, open: NotifierOptions['open']): Promise<void> {
  const path = `${basePath}/alerts${alert === null ? '' : `?alert=${encodeURIComponent(alert)}`}`
  // The same alert takes the place of what was told of it before.
  const options = { body, tag: `alert ${alert ?? 'several'}`, icon: `${basePath}/icon-192.png`, data: { path } }
  try {
    const notification = new Notification(title, options)
    notification.onclick = () => {
      window.focus()
      open(alert)
      notification.close()
    }
  } catch {
    // On phones only a service worker may show one.
    const registration = await navigator.serviceWorker?.getRegistration()
    await registration?.showNotification(title, options)
  }
}

/** Whoever has a tab in sight holds a shared lock, by which the others know. */
function markVisibility(signal: AbortSignal): void {
  let seen: AbortController | null = null
  const mark = () => {
    if (document.hidden) {
      seen?.abort()
      seen = null
    } else if (!seen) {
      const own = new AbortController()
      seen = own
      const held = new Promise<void>((resolve) => own.signal.addEventListener('abort', () => resolve()))
      navigator.locks.request(lockOf('is in sight'), { mode: 'shared' }, () => held).catch(() => undefined)
    }
  }
  mark()
  document.addEventListener('visibilitychange', mark, { signal })
  signal.addEventListener('abort', () => seen?.abort())
}

async function isAnyTabInSight(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lockOf('is in sight'))
}

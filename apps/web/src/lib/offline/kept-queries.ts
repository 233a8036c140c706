import type { Session } from '@ollama-dashboard/contracts'
import {
  type DehydratedState,
  dehydrate,
  hashKey,
  hydrate,
  partialMatchKey,
  type Query,
  type QueryClient,
} from '@tanstack/react-query'
import { clear, createStore, delMany, entries, setMany } from 'idb-keyval'
import { basePath } from '../api/base-path.ts'
import {
  alertKeys,
  apiKeyKeys,
  eventsKey,
  healthKey,
  instancesKey,
  jobsKey,
  modelKeys,
  operationsKey,
  performanceKey,
  sessionKey,
  systemKey,
  versionKey,
} from '../queries/keys.ts'

interface Kept {
  /** Which version of the page wrote it: another one may read it differently. */
  readonly build: string
  readonly query: DehydratedState['queries'][number]
}

/** What tells how things stand. Chats, settings and all else that people wrote are not kept. */
const keptKeys = [
  sessionKey,
  instancesKey,
  healthKey,
  versionKey,
  systemKey,
  eventsKey,
  alertKeys.firing,
  apiKeyKeys.names,
  jobsKey,
  performanceKey,
  operationsKey,
  modelKeys.running,
  modelKeys.residency,
  modelKeys.available,
  modelKeys.catalogue,
]

/** As long as a session lasts that nobody uses. */
const keptForMs = 12 * 3_600_000
const saveEveryMs = 5000

/** Dashboards at several paths of one host share the storage of the browser. */
const store = createStore(`ollama-dashboard-last-known${basePath}`, 'queries')
/** The name of its first script changes with every part of the page. */
const build = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? ''

const isKept = ({ queryKey, state }: Query): boolean =>
  state.status === 'success' && keptKeys.some((key) => partialMatchKey(queryKey, key))

/** Storage may be forbidden or full: then there is nothing to show while the dashboard is away. */
const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined)

/**
 * Keeps in this browser what the dashboard answers, to be shown while it is away, until the signal aborts: at most every
 * five seconds, and only for a key that the browser stays signed in with.
 */
export async function keepQueries(client: QueryClient, signal: AbortSignal): Promise<void> {
  let owner = await removeOld().catch(() => null)
  if (signal.aborted) return
  const changed = new Set(client.getQueryCache().findAll({ predicate: isKept }))
  let timer: ReturnType<typeof setTimeout> | undefined

  function save(): void {
    timer = undefined
    const session = client.getQueryData<Session>(sessionKey)
    const { queries } = dehydrate(client, { shouldDehydrateQuery: (query) => changed.has(query) && isKept(query) })
    changed.clear()
    // Who typed a key into a tab that keeps no cookies is signed in for as long as that is open.
    if (!session?.role || session.via === 'key') return
    if (owner !== session.key_id) void forgetQueries()
    owner = session.key_id
    void quietly(
      setMany(
        queries.map((query): [string, Kept] => [query.queryHash, { build, query }]),
        store,
      ),
    )
  }

  save()
  const leave = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query)) return
    changed.add(event.query)
    timer ??= setTimeout(save, saveEveryMs)
  })
  signal.addEventListener('abort', () => {
    leave()
    clearTimeout(timer)
  })
}

export const forgetQueries = (): Promise<void> => quietly(clear(store))

/**
 * Puts what was last known where the page reads it, as data that could not be read again since, because of `error`.
 * Resolves with who was signed in; null, and nothing is put, where that is not known.
 */
export async function restoreQueries(client: QueryClient, error: Error): Promise<Session | null> {
  const kept = await entries<string, Kept>(store).catch(() => [])
  const queries = kept.flatMap(([, one]) => (isOld(one) ? [] : [one.query]))
  const session = sessionOf(queries)
  if (!session) return null
  const failed = { status: 'error', error, errorUpdatedAt: Date.now() } as const
  hydrate(
    client,
    { mutations: [], queries: queries.map((query) => ({ ...query, state: { ...query.state, ...failed } })) },
    // Nothing could be read again of a page that is opened only later.
    { defaultOptions: { queries: { gcTime: keptForMs } } },
  )
  return session
}

const isOld = ({ build: by, query }: Kept): boolean =>
  by !== build || Date.now() - query.state.dataUpdatedAt > keptForMs

const sessionOf = (queries: DehydratedState['queries']): Session | null =>
  (queries.find(({ queryHash }) => queryHash === hashKey(sessionKey))?.state.data as Session | undefined) ?? null

/** Resolves with the id of the key for which the rest is kept. */
async function removeOld(): Promise<string | null> {
  const kept = await entries<string, Kept>(store)
  const old = kept.flatMap(([hash, one]) => (isOld(one) ? [hash] : []))
  if (old.length > 0) await delMany(old, store)
  return sessionOf(kept.map(([, { query }]) => query))?.key_id ?? null
}

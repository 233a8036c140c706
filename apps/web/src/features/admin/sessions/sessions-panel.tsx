import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { keyNamesQuery, sessionQuery } from '../../../lib/queries/server.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { EndOthersDialog } from './end-others-dialog.tsx'
import { sessionsQuery } from './queries.ts'
import { countWords, shownSessions } from './session-list.ts'
import { SessionsFilters } from './sessions-filters.tsx'
import { SessionsList } from './sessions-list.tsx'
import { useSessionsSearch } from './use-sessions-search.ts'

/** So many are found without a filter. */
const few = 8
const stepMs = 5000

/** Why there are none, by how the caller is recognised. */
const noneWords = {
  none: 'On this machine no key is needed, so no browser has to sign in.',
  key: 'This browser keeps no cookies: it is signed in only for as long as this tab is open.',
  cookie: 'A browser that signs in is listed here until it signs out.',
} as const

/** The browsers that are signed in. `unavailable`: why nobody can be signed out now; null where it can be. */
export function SessionsPanel({ unavailable }: { readonly unavailable: string | null }) {
  const { data, error, isFetching, refetch } = useQuery(sessionsQuery)
  const { data: named, isLoading: isNaming } = useQuery(keyNamesQuery)
  const { data: caller } = useQuery(sessionQuery)
  const { search, change } = useSessionsSearch()
  const now = useNow(stepMs)
  const [isAsking, setAsking] = useState(false)
  const { q, own } = search
  const ownKey = caller?.key_id ?? null
  const all = isNaming ? undefined : data?.sessions
  const shown = useMemo(
    () => all && shownSessions(all, named?.names ?? {}, { ...(q !== undefined && { q }), ...(own && { own }) }, ownKey),
    [all, named, q, own, ownKey],
  )
  const ofOwn = all?.filter(({ key_id }) => key_id === ownKey).length ?? 0
  const others = shown?.filter(({ is_current }) => !is_current) ?? []
  const isFiltered = q !== undefined || own === true
  const hasOthersKeys = all !== undefined && ofOwn < all.length
  return (
    <Panel
      title="Sessions"
      aside={all && all.length > 0 && <span className="text-ink-faint tabular-nums">{countWords(all.length)}</span>}
      end={
        others.length > 0 && (
          <Button
            look="quiet"
            size="small"
            unavailable={unavailable}
            className="-mr-2 text-broken-text! disabled:text-ink-faint!"
            onClick={() => setAsking(true)}
          >
            {`Sign out ${formatCount(others.length)} ${others.length === 1 ? 'other' : 'others'}`}
          </Button>
        )
      }
    >
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!shown && !(error && !data) && <SkeletonRows rows={4} />}
      {all && (all.length > few || q !== undefined || hasOthersKeys) && (
        <SessionsFilters own={hasOthersKeys ? ofOwn : null} />
      )}
      {all?.length === 0 && (
        <Empty icon={MonitorSmartphone} title="No browsers are signed in">
          {noneWords[caller?.via ?? 'cookie']}
        </Empty>
      )}
      {all && all.length > 0 && shown?.length === 0 && (
        <Empty
          icon={SearchX}
          title="No matching sessions"
          actions={<Button onClick={() => change({ q: undefined, own: undefined })}>Clear filters</Button>}
        >
          The filter covers browsers, keys and addresses.
        </Empty>
      )}
      {shown && shown.length > 0 && <SessionsList sessions={shown} now={now} unavailable={unavailable} />}
      <p aria-live="polite" className="sr-only">
        {isFiltered && shown && `${countWords(shown.length)} shown`}
      </p>
      {isAsking && others.length > 0 && <EndOthersDialog others={others} onClose={() => setAsking(false)} />}
    </Panel>
  )
}

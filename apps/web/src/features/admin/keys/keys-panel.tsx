import { useQuery } from '@tanstack/react-query'
import { KeyRound, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { keysQuery } from '../../../lib/queries/api-keys.ts'
import { sessionQuery } from '../../../lib/queries/server.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import type { OnAct } from './key-actions.tsx'
import { countKeys, shownKeys } from './key-list.ts'
import { countWords } from './key-words.ts'
import { KeysFilters } from './keys-filters.tsx'
import { KeysList } from './table/keys-list.tsx'
import { useMissingForKeys } from './use-key-actions.ts'
import { useKeysSearch } from './use-keys-search.ts'

export interface KeysPanelProps {
  /** Why no key can be changed now; null where it can. */
  readonly unavailable: string | null
  readonly onAct: OnAct
}

/** So many are found without a filter. */
const few = 8
const stepMs = 5000

/** All keys that the API accepts, and those that it accepted. */
export function KeysPanel({ unavailable, onAct }: KeysPanelProps) {
  const { data, error, isFetching, refetch } = useQuery(keysQuery)
  const needs = useMissingForKeys()
  const { search, change } = useKeysSearch()
  const now = useNow(stepMs)
  const { q, may, revoked } = search
  const counts = useMemo(() => data && countKeys(data.keys, now), [data, now])
  const shown = useMemo(
    () =>
      data && shownKeys(data.keys, { ...(q !== undefined && { q }), ...(may && { may }), ...(revoked && { revoked }) }),
    [data, q, may, revoked],
  )
  const { data: isOpen } = useQuery({ ...sessionQuery, select: ({ via }) => via === 'none' })
  const isFiltered = q !== undefined || may !== undefined
  return (
    <Panel
      title="Keys"
      aside={counts && <span className="text-ink-faint tabular-nums">{countWords(counts)}</span>}
      end={
        counts &&
        counts.revoked > 0 && (
          <Button
            look="quiet"
            size="small"
            className="-mr-2"
            aria-pressed={revoked === true}
            onClick={() => change({ revoked: revoked ? undefined : true })}
          >
            {revoked ? 'Hide revoked' : `Show ${formatCount(counts.revoked)} revoked`}
          </Button>
        )
      }
    >
      {isOpen && (
        <p className="border-b border-line px-(--pad) py-3 text-ink-muted">
          On this machine no key is needed, and everybody is admin. Whoever sends a key has its name and role.
        </p>
      )}
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!data && !error && <SkeletonRows rows={6} />}
      {data && counts && (counts.all > few || isFiltered) && <KeysFilters keys={data.keys} />}
      {counts?.all === 0 && !isFiltered && !revoked && (
        <Empty icon={KeyRound} title="No keys yet">
          Make one for each person, computer or program, so that you can see who did what, and revoke one without the
          others.
        </Empty>
      )}
      {shown?.length === 0 && isFiltered && (
        <Empty
          icon={SearchX}
          title="No matching keys"
          actions={<Button onClick={() => change({ q: undefined, may: undefined })}>Clear filters</Button>}
        >
          The filter covers names, roles and what keys are narrowed to{revoked ? '' : '; revoked keys are hidden'}.
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <KeysList keys={shown} now={now} needs={needs} unavailable={unavailable} onAct={onAct} />
      )}
      <p aria-live="polite" className="sr-only">
        {isFiltered && shown && `${shown.length === 1 ? '1 key' : `${formatCount(shown.length)} keys`} shown`}
      </p>
    </Panel>
  )
}

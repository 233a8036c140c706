import type { BucketStatus } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatClock, formatCount } from '../../lib/format.ts'
import { rateLimitsQuery } from '../../lib/queries/service.ts'
import { ReadProblem } from '../../parts/problem-note.tsx'
import { LockedNote } from '../../ui/locked-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ThinBar } from '../../ui/thin-bar.tsx'
import { bucketWords, rateWords } from './limit-words.ts'

/** What whoever is at the page may still do, and when it is all there again. */
export function LimitsPanel() {
  const needs = useMissing('observability.rateLimits')
  const { data, error, isFetching, refetch } = useQuery({ ...rateLimitsQuery, enabled: needs === null })
  return (
    <Panel title="Rate limits" end="for you, on this page">
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}.</LockedNote>
        </div>
      )}
      {needs === null && !data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {needs === null && !data && !error && <SkeletonRows rows={3} />}
      <ul className="divide-y divide-line">
        {data?.buckets.map((bucket) => (
          <Limit key={bucket.bucket} bucket={bucket} />
        ))}
      </ul>
    </Panel>
  )
}

function Limit({ bucket }: { readonly bucket: BucketStatus }) {
  const { bucket: name, capacity, remaining, resets_in_seconds } = bucket
  const full = resets_in_seconds === 0 ? 'full' : `full in ${formatClock(Math.ceil(resets_in_seconds))}`
  return (
    <li className="px-(--pad) py-3">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>{bucketWords[name]}</span>
        <span className="font-medium text-ink-strong tabular-nums">
          {formatCount(remaining)} of {formatCount(capacity)}
        </span>
      </p>
      <ThinBar share={remaining / capacity} />
      <p className="mt-1.5 text-small text-ink-faint tabular-nums">
        {rateWords(bucket)}, {full}
      </p>
    </li>
  )
}

import type { Mute } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { useUnmute } from '../../../lib/alerts/use-alert-actions.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatUntil } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { mutesQuery } from '../../../lib/queries/alerts.ts'
import { AlertTitle } from '../../../parts/alerts/alert-title.tsx'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useServerName } from '../use-server-name.ts'

const minuteMs = 60_000

/** What nobody is told of until some time, whether it fires now or not. */
export function MutedPanel({ unavailable }: { readonly unavailable: string | null }) {
  const { data, error, isFetching, refetch } = useQuery(mutesQuery)
  const now = useNow(minuteMs)
  return (
    <Panel title="Muted">
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!data && !error && <Skeleton className="m-(--pad) h-5" />}
      {data?.mutes.length === 0 && <p className="px-(--pad) py-3 text-ink-muted">Nothing is muted</p>}
      <ul className="divide-y divide-line">
        {data?.mutes.map((mute) => (
          <MutedLine key={mute.id} mute={mute} now={now} unavailable={unavailable} />
        ))}
      </ul>
    </Panel>
  )
}

interface MutedLineProps {
  readonly mute: Mute
  readonly now: number
  readonly unavailable: string | null
}

function MutedLine({ mute, now, unavailable }: MutedLineProps) {
  const { mutate, isPending } = useUnmute()
  const needs = useMissing('alerts.unmute')
  const who = useKeyName(mute.by)
  const server = useServerName(mute.instance)
  return (
    <li className="flex items-start gap-2 py-2.5 pr-2 pl-(--pad)">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere text-ink-strong">
          <AlertTitle title={mute.title} model={mute.model} />
        </p>
        <p className="text-small wrap-anywhere text-ink-muted tabular-nums">
          {[`Until ${formatUntil(mute.until, now)}`, who === '' ? null : `by ${who}`, server]
            .filter((part) => part !== null)
            .join(', ')}
        </p>
      </div>
      <Button
        look="quiet"
        size="small"
        needs={needs}
        unavailable={unavailable}
        disabled={isPending}
        aria-label={`Unmute: ${mute.title}${needs === null ? '' : `, ${needs.short}`}`}
        onClick={() => mutate(mute)}
      >
        Unmute
      </Button>
    </li>
  )
}

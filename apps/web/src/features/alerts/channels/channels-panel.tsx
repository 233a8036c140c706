import type { Deliveries } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { deliveriesQuery } from '../../../lib/queries/alerts.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { ChannelLine } from './channel-line.tsx'
import { type TestResult, useSendTest } from './use-send-test.ts'

const DeliveryLog = lazy(() =>
  loadPart(() => import('./delivery-log.tsx')).then(({ DeliveryLog }) => ({ default: DeliveryLog })),
)

/** Who is told of alerts, and whether that works. */
export function ChannelsPanel({ unavailable }: { readonly unavailable: string | null }) {
  const needs = useMissing('alerts.deliveries')
  const needsTest = useMissing('alerts.test')
  const { data, error, isFetching, refetch } = useQuery({ ...deliveriesQuery, enabled: needs === null })
  const test = useSendTest()
  const has = data !== undefined && data.channels.length > 0
  return (
    <Panel
      title="Channels"
      end={
        has && (
          <Button
            look="quiet"
            size="small"
            icon={Send}
            needs={needsTest}
            unavailable={unavailable}
            disabled={test.isPending}
            aria-busy={test.isPending}
            className="-mr-2"
            onClick={() => test.mutate(undefined)}
          >
            {test.isPending ? 'Sending…' : 'Send a test'}
          </Button>
        )
      }
    >
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}: where messages go, and whether they arrive.</LockedNote>
        </div>
      )}
      {needs === null && !data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {needs === null && !data && !error && <Skeleton className="m-(--pad) h-10" />}
      {data && !has && <NoChannels />}
      {has && <Channels of={data} results={test.data?.results} />}
    </Panel>
  )
}

const NoChannels = () => (
  <div className="grid gap-1.5 px-(--pad) py-3 text-ink-muted">
    <p>Nobody is told of alerts yet.</p>
    <p className="text-small">
      Set <code className="wrap-anywhere">ALERT_WEBHOOK_URL</code> or{' '}
      <code className="wrap-anywhere">ALERT_EMAIL_TO</code> where the dashboard is started: Slack, Discord, Teams, ntfy,
      Gotify, Telegram, PagerDuty, e-mail or any webhook.
    </p>
  </div>
)

interface ChannelsProps {
  readonly of: Deliveries
  readonly results: readonly TestResult[] | undefined
}

function Channels({ of: { channels, deliveries, max_attempts }, results }: ChannelsProps) {
  const now = useNow()
  const [isLogOpen, setLogOpen] = useState(false)
  return (
    <>
      <ul className="divide-y divide-line">
        {channels.map((channel) => (
          <ChannelLine
            key={channel.id}
            channel={channel}
            maxAttempts={max_attempts}
            test={results?.find(({ channel: id }) => id === channel.id) ?? null}
            now={now}
          />
        ))}
      </ul>
      <div className="border-t border-line px-2 py-1.5">
        <Button
          look="quiet"
          size="small"
          disabled={deliveries.length === 0}
          aria-haspopup="dialog"
          onClick={() => setLogOpen(true)}
        >
          {deliveries.length === 0 ? 'No messages yet' : 'Newest messages'}
        </Button>
      </div>
      <Suspense fallback={null}>
        {isLogOpen && <DeliveryLog channels={channels} deliveries={deliveries} onClose={() => setLogOpen(false)} />}
      </Suspense>
    </>
  )
}

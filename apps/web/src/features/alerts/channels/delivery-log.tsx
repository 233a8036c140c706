import type { Channel, Delivery } from '@ollama-dashboard/contracts'
import { formatMoment, formatRecent } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Status } from '../../../ui/status.tsx'
import { deliveryState, eventWords, kindWords } from './channel-words.ts'

export interface DeliveryLogProps {
  readonly channels: readonly Channel[]
  /** Newest first. */
  readonly deliveries: readonly Delivery[]
  readonly onClose: () => void
}

const minuteMs = 60_000

/** The newest messages: of what, to whom, and what became of each. */
export function DeliveryLog({ channels, deliveries, onClose }: DeliveryLogProps) {
  const now = useNow(minuteMs)
  const kinds = new Map(channels.map(({ id, kind }) => [id, kindWords[kind]]))
  return (
    <Dialog onClose={onClose} title="Newest messages" className="max-w-160 phone:top-4 phone:max-h-[calc(100dvh-2rem)]">
      <ul className="-mx-5 -mb-5 divide-y divide-line border-t border-line">
        {deliveries.map((delivery) => {
          const { word, status } = deliveryState(delivery)
          const { id, event, title, attempts, created_at, channel, last_error } = delivery
          return (
            <li key={id} className="grid gap-0.5 px-5 py-2.5">
              <div className="flex items-start gap-3">
                <p className="min-w-0 flex-1 wrap-anywhere text-ink-strong">
                  <span className="text-ink-muted">{eventWords[event]}:</span> {title}
                </p>
                <Status kind={status}>{word}</Status>
              </div>
              <p className="text-small wrap-anywhere text-ink-muted tabular-nums">
                <time dateTime={created_at} title={formatMoment(created_at)}>
                  {formatRecent(created_at, now)}
                </time>
                , {kinds.get(channel) ?? channel}
                {attempts > 1 && `, ${attempts} tries`}
                {last_error !== null && `. ${last_error}`}
              </p>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}

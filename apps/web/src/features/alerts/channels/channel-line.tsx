import type { Channel } from '@ollama-dashboard/contracts'
import { ShieldCheck } from 'lucide-react'
import { Badge } from '../../../ui/badge.tsx'
import { Status } from '../../../ui/status.tsx'
import { kindWords, standingOf, troubleOf } from './channel-words.ts'
import type { TestResult } from './use-send-test.ts'

export interface ChannelLineProps {
  readonly channel: Channel
  readonly maxAttempts: number
  /** What became of the test message; null where none was sent. */
  readonly test: TestResult | null
  readonly now: number
}

/** Where messages go, and whether they arrive. */
export function ChannelLine({ channel, maxAttempts, test, now }: ChannelLineProps) {
  const { word, status } = standingOf(channel, maxAttempts, now)
  const trouble = troubleOf(channel, now)
  return (
    <li className="grid gap-1 px-(--pad) py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium text-ink-strong">{kindWords[channel.kind]}</span>
        {channel.signed && (
          <span title="Its messages carry X-Signature-256">
            <Badge>
              <ShieldCheck aria-hidden className="size-3" />
              Signed
            </Badge>
          </span>
        )}
        <span className="ml-auto">
          <Status kind={status}>{word}</Status>
        </span>
      </div>
      <p title={channel.target} className="truncate font-mono text-small text-ink-muted">
        {channel.target}
      </p>
      {trouble !== null && <p className="text-small wrap-anywhere text-ink-muted tabular-nums">{trouble}</p>}
      {test && (
        <p role="status" className="text-small wrap-anywhere text-ink-muted">
          {test.delivered ? 'Test delivered' : 'Test not delivered'}: {test.detail}
        </p>
      )}
    </li>
  )
}

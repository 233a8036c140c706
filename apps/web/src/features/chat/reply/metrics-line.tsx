import type { ChatMetrics } from '@ollama-dashboard/contracts'
import type { ReactNode } from 'react'
import { formatCount, formatMs, formatPercent } from '../../../lib/format.ts'
import { ThinBar } from '../../../ui/thin-bar.tsx'

/** From here on a context is nearly full. */
const nearlyFullPercent = 90

export interface MetricsLineProps {
  readonly metrics: ChatMetrics | null
  /** Who replied, where that is not who replies now. */
  readonly model: string | null
  /** Before the figures, of which a reply that ended early has none. */
  readonly lead?: ReactNode
  /** At its end. */
  readonly children?: ReactNode
}

/** How a reply went, in one faint line. What Ollama did not tell is left out. */
export function MetricsLine({ metrics, model, lead, children }: MetricsLineProps) {
  const { prompt_tokens: tokensIn = null, completion_tokens: tokensOut = null } = metrics ?? {}
  return (
    <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-small text-ink-faint tabular-nums [&_b]:font-medium [&_b]:text-ink-muted">
      {lead}
      {model !== null && <span className="font-mono wrap-anywhere">{model}</span>}
      {metrics && (
        <>
          {metrics.tokens_per_second !== null && <Rate tokensPerSecond={metrics.tokens_per_second} />}
          {metrics.time_to_first_token_ms !== null && <FirstToken ms={metrics.time_to_first_token_ms} />}
          {(tokensIn !== null || tokensOut !== null) && (
            <span>
              {tokensIn !== null && (
                <>
                  <b>{formatCount(tokensIn)}</b> in
                </>
              )}
              {tokensIn !== null && tokensOut !== null && ', '}
              {tokensOut !== null && (
                <>
                  <b>{formatCount(tokensOut)}</b> out
                </>
              )}
            </span>
          )}
          {metrics.context_used_percent !== null && <ContextUsed {...metrics} percent={metrics.context_used_percent} />}
        </>
      )}
      {children && <span className="ml-auto flex items-center gap-0.5 phone:-mr-1.5 phone:gap-5">{children}</span>}
    </div>
  )
}

export const Rate = ({ tokensPerSecond }: { readonly tokensPerSecond: number }) => (
  <span>
    <b>{tokensPerSecond.toFixed(1)}</b> tokens/s
  </span>
)

export const FirstToken = ({ ms }: { readonly ms: number }) => (
  <span>
    first token <b>{formatMs(ms)}</b>
  </span>
)

function ContextUsed({
  percent,
  context_length: length,
  prompt_truncated: wasCut,
  stopped_at: limit,
}: Pick<ChatMetrics, 'context_length' | 'prompt_truncated' | 'stopped_at'> & { readonly percent: number }) {
  const isFull = percent >= nearlyFullPercent || wasCut === true
  const of = length === null ? '' : ` of ${formatCount(length)} tokens`
  return (
    <span title={`Context used: ${formatPercent(percent)}${of}`} className="inline-flex items-center gap-[7px]">
      context
      <span className="-mt-1.5 w-16">
        <ThinBar share={percent / 100} colour={isFull ? 'var(--attention)' : 'var(--accent)'} />
      </span>
      <b>{formatPercent(percent)}</b>
      {isFull && wasCut !== true && limit !== 'context' && <span>nearly full</span>}
      {isFull && wasCut === null && <span>the prompt may be truncated</span>}
    </span>
  )
}

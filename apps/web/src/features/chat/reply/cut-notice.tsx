import type { ChatMetrics } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Scissors } from 'lucide-react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { formatCount, formatMemory } from '../../../lib/format.ts'
import { modelInfoQuery } from '../../../lib/queries/models.ts'
import { Button } from '../../../ui/button.tsx'

/** What is known of a prompt that is longer than the context. */
export interface Overflow extends Pick<ChatMetrics, 'context_length' | 'context_needed' | 'context_needed_fits'> {
  readonly promptTokens: number | null
  /** How many of them were read; null where nobody tells. */
  readonly readTokens?: number | null
}

export interface CutNoticeProps {
  readonly overflow: Overflow
  readonly model: string | null
  /** It was refused, and nothing was cut. */
  readonly wasRefused?: boolean
  readonly needs: Missing | null
  readonly isBusy: boolean
  /** Saves the context that holds it for the model, and asks again. */
  readonly onUseContext: (context: number) => void
  /** Undefined where a cut is refused already. */
  readonly onRefuse?: (() => void) | undefined
}

const fitWords = {
  yes: 'fits in memory',
  partly: 'fits in memory only partly (slower)',
  no: 'does not fit in memory',
} as const

export function CutNotice({
  overflow,
  model,
  wasRefused = false,
  needs,
  isBusy,
  onUseContext,
  onRefuse,
}: CutNoticeProps) {
  const { context_needed: needed, context_needed_fits: fits } = overflow
  const needsSave = useMissing('settings.save')
  return (
    <div className="flex gap-2.5 rounded-control bg-attention-soft px-3 py-[11px] text-base text-ink forced-colors:border">
      <Scissors aria-hidden className="mt-0.5 size-4 flex-none text-attention-text" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink-strong">{wasRefused ? 'Prompt too long' : 'Prompt truncated'}</p>
        <p>{explain(overflow, wasRefused)}</p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {needed !== null && (
            <Button size="small" needs={needs ?? needsSave} disabled={isBusy} onClick={() => onUseContext(needed)}>
              Raise context to {formatCount(needed)} and resend
            </Button>
          )}
          {onRefuse && (
            <Button size="small" look="quiet" onClick={onRefuse}>
              Reject instead of truncating
            </Button>
          )}
          {needed !== null && fits !== null && (
            <span className="ml-auto text-small text-ink-muted phone:order-first phone:ml-0 phone:w-full phone:text-base">
              <Bytes model={model} context={needed} /> {fitWords[fits]}
            </span>
          )}
        </div>
      </div>
    </div>
  )
}

interface BytesProps {
  readonly model: string | null
  readonly context: number
}

/** What a model takes with a context; the context itself where that is not known. */
function Bytes({ model, context }: BytesProps) {
  const { data } = useQuery({
    ...modelInfoQuery(useInstance(), model ?? ''),
    enabled: model !== null,
    select: ({ memory }) => memory.estimate.find((point) => point.context === context)?.bytes,
  })
  return data === undefined ? formatCount(context) : `${formatMemory(data)},`
}

function explain(
  { promptTokens, readTokens = null, context_length: context, context_needed: needed }: Overflow,
  wasRefused: boolean,
) {
  const size = promptTokens === null ? 'Longer than the context' : `${formatCount(promptTokens)} tokens`
  const room =
    context === null
      ? ''
      : promptTokens === null
        ? ` of ${formatCount(context)} tokens`
        : `, context ${formatCount(context)}`
  const lostTokens = promptTokens === null ? null : promptTokens - (readTokens ?? context ?? promptTokens)
  const beginning = lostTokens === null || lostTokens <= 0 ? 'beginning' : `first ${formatCount(lostTokens)}`
  const lost = wasRefused ? 'nothing was sent' : `${beginning} dropped`
  return `${size}${room}; ${lost}.${needed === null ? ' Shorten it, or start a new chat.' : ''}`
}

import { useNow } from '../../../lib/hooks/use-now.ts'
import { StatusMark } from '../../../ui/status.tsx'
import { useWarmth } from '../conversation/use-chat-models.ts'
import type { Exchange } from '../exchange/exchanges.ts'

/** A cold model has to be read into memory first, which may take a minute: better told than guessed at. */
export function Waiting({ exchange: { model, startedAt } }: { readonly exchange: Exchange }) {
  const isWarm = useWarmth(model) === 'warm'
  const seconds = Math.max(0, Math.floor((useNow() - startedAt) / 1000))
  return (
    <p className="flex items-baseline gap-2 text-small font-medium text-accent-text tabular-nums">
      <StatusMark kind="working" className="motion-safe:animate-pulse" />
      <span className="min-w-0 wrap-anywhere">
        {isWarm ? 'Reading the prompt' : `Loading ${model}`}, {seconds} s
      </span>
    </p>
  )
}

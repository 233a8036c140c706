import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { formatSpan } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'

export interface ThinkingProps {
  readonly text: string
  /** How long it took; null where nobody knows any more. */
  readonly ms: number | null
  /** Since when the model thinks, while it does; milliseconds since the epoch. */
  readonly since: number | null
}

/** What the model thought: open while it does, folded afterwards, and as a person wants it from then on. */
export function Thinking({ text, ms, since }: ThinkingProps) {
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isOpen = wanted ?? since !== null
  return (
    <div className="grid justify-items-start gap-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setWanted(!isOpen)}
        className="touch-target -ml-1 inline-flex h-6 items-center gap-1.5 rounded-control px-1 text-small text-ink-muted tabular-nums hover:bg-hover hover:text-ink phone:h-11"
      >
        <ChevronRight aria-hidden className={isOpen ? 'size-3.5 rotate-90' : 'size-3.5'} />
        {since !== null ? (
          <ThinkingFor since={since} />
        ) : ms === null ? (
          'Thoughts'
        ) : (
          `Thought for ${formatSpan(ms / 1000)}`
        )}
      </button>
      {isOpen && (
        <p className="border-l-2 border-line pl-3 text-base wrap-anywhere whitespace-pre-wrap text-ink-muted">
          {text.trim()}
        </p>
      )}
    </div>
  )
}

function ThinkingFor({ since }: { readonly since: number }) {
  const seconds = Math.max(0, Math.floor((useNow() - since) / 1000))
  return `Thinking… ${seconds} s`
}

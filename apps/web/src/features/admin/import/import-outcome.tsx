import type { ImportResult } from '@ollama-dashboard/contracts'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { formatCount } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { countOf } from '../apply-defaults.ts'
import { problemWords } from './problem-words.ts'

export interface ImportOutcomeProps {
  readonly result: ImportResult
  readonly onClose: () => void
}

/** What became of a file; it stays until it was read. */
export const ImportOutcome = ({ result: { imported, skipped, errors }, onClose }: ImportOutcomeProps) => (
  <>
    <ul role="status" className="grid gap-2.5 tabular-nums">
      <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5">
        <CircleCheck aria-hidden className="mt-0.5 size-4 text-ok-text" />
        <span>
          <b className="font-medium text-ink-strong">{countOf(imported)}</b> imported
          {skipped > 0 && <span className="text-ink-muted">, {formatCount(skipped)} unchanged</span>}
        </span>
      </li>
      {errors.length > 0 && (
        <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 text-attention-text" />
          <span>
            <b className="font-medium text-ink-strong">{countOf(errors.length)}</b> could not be imported
          </span>
        </li>
      )}
    </ul>
    {errors.length > 0 && (
      <ul
        aria-label="Not imported"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="max-h-[40dvh] divide-y divide-line overflow-y-auto rounded-control border border-line bg-panel"
      >
        {errors.map((problem) => (
          <li key={`${problem.model} ${problem.message}`} className="grid gap-0.5 px-3 py-2">
            <span className="font-mono text-small font-medium wrap-anywhere text-ink-strong">{problem.model}</span>
            <span className="text-small wrap-anywhere text-ink-muted">{problemWords(problem)}</span>
          </li>
        ))}
      </ul>
    )}
    <div className="flex justify-end">
      <Button look="primary" onClick={onClose}>
        Done
      </Button>
    </div>
  </>
)

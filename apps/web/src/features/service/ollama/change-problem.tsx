import { ApiError } from '@ollama-dashboard/client'
import { ProblemNote } from '../../../parts/problem-note.tsx'

export interface ChangeProblemProps {
  readonly error: unknown
  readonly onDismiss: () => void
}

/** Why Ollama was not started or stopped, with what it wrote last. */
export function ChangeProblem({ error, onDismiss }: ChangeProblemProps) {
  const output = error instanceof ApiError && error.problem.code === 'service_failed' ? error.problem.output : []
  return (
    <div className="grid gap-2">
      <ProblemNote error={error} onDismiss={onDismiss} />
      {output.length > 0 && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
          tabIndex={0}
          aria-label="Last lines of its output"
          className="max-h-48 overflow-auto rounded-control border border-line bg-sunken px-3 py-2"
        >
          <pre className="text-small whitespace-pre-wrap wrap-anywhere text-ink">{output.join('\n')}</pre>
        </section>
      )}
    </div>
  )
}

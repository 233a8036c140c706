import { ApiError } from '@ollama-dashboard/client'
import type { Problem } from '@ollama-dashboard/contracts'
import { Check, Download, Terminal, TriangleAlert } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useUnavailable } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissingForModel } from '../../lib/api/use-permission.ts'
import { checkModelName } from '../../lib/models/check-model-name.ts'
import { usePull } from '../../lib/models/jobs.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { useFailedPull } from './use-failed-pull.ts'

/** Pulls whatever a registry has, by its name; the grammar is checked while one types. */
export function PullForm() {
  const id = useId()
  const [text, setText] = useState('')
  const check = checkModelName(text)
  const needs = useMissingForModel('models.pull', check?.isValid ? check.name : null)
  const unavailable = useUnavailable()
  const { mutate, isPending, error, reset } = usePull(useInstance())
  // The field was emptied for the next name; what failed comes back, unless another is typed there.
  const { failed, remember } = useFailedPull((typed) => setText((now) => now || typed))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!check?.isValid) return
    remember(null)
    mutate(check.name, {
      onSuccess({ job }) {
        setText('')
        remember({ job: job.id, text })
      },
    })
  }
  return (
    <form
      onSubmit={submit}
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-panel border border-line bg-panel p-(--pad)"
    >
      <div className="flex gap-2">
        <label
          htmlFor={id}
          className="flex h-(--control) min-w-0 flex-1 items-center gap-2.5 rounded-control border border-line-strong bg-field px-3 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)] phone:h-11"
        >
          <span className="sr-only">Name of a model to pull</span>
          <Terminal aria-hidden className="size-4 flex-none text-ink-faint" />
          <input
            id={id}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              if (error) reset()
            }}
            placeholder="llama3.2:3b, or hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M"
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            aria-invalid={check?.isValid === false}
            aria-describedby={`${id}-check`}
            className="h-full min-w-0 flex-1 bg-transparent font-mono text-small outline-none phone:h-11"
          />
        </label>
        <Button
          type="submit"
          look="primary"
          icon={Download}
          needs={needs}
          unavailable={unavailable}
          disabled={!check?.isValid || isPending}
        >
          Pull
        </Button>
      </div>
      <p
        id={`${id}-check`}
        aria-live="polite"
        className="flex min-h-4 flex-wrap gap-x-4 gap-y-1 text-small text-ink-muted"
      >
        {check === null && (
          <span>
            Any model name, as in <code>ollama pull</code>
          </span>
        )}
        {check?.isValid === false && (
          <span className="flex items-center gap-1.5 text-attention-text">
            <TriangleAlert aria-hidden className="size-3.5" /> {check.problem}
          </span>
        )}
        {check?.isValid && (
          <>
            <span className="flex items-center gap-1.5 text-ok-text">
              <Check aria-hidden className="size-3.5" /> Valid name
            </span>
            {Object.entries(check.parts).map(([part, value]) => (
              <span key={part}>
                {part[0]?.toUpperCase()}
                {part.slice(1)} <code className="text-ink-strong wrap-anywhere">{value}</code>
              </span>
            ))}
          </>
        )}
      </p>
      {error && <ProblemNote error={error} onDismiss={reset} />}
      {failed?.error && failed.text === text && (
        <ProblemNote error={new ApiError(failed.error as Problem)} onDismiss={() => remember(null)} />
      )}
    </form>
  )
}

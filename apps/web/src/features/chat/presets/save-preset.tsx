import { limits } from '@ollama-dashboard/contracts/limits'
import { type FormEvent, useId, useState } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { useCreatePreset } from './use-preset-actions.ts'

export interface SavePresetProps {
  /** The system prompt to be kept. */
  readonly system: string
  readonly onSaved: () => void
}

/** Asks for a name, and keeps the present system prompt under it. */
export function SavePreset({ system, onSaved }: SavePresetProps) {
  const id = useId()
  const needs = useMissing('presets.create')
  const [name, setName] = useState('')
  const { mutate, isPending, error } = useCreatePreset(onSaved)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ name: name.trim(), system })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-t border-line pt-4">
      <label htmlFor={id}>Save the current system prompt as</label>
      <div className="flex gap-2">
        <input
          id={id}
          type="text"
          autoComplete="off"
          placeholder="Name"
          maxLength={limits.presetNameLength}
          disabled={needs !== null}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="h-(--control) min-w-0 flex-1 rounded-control border border-line-strong bg-field px-2.5 text-ink-strong outline-none focus:border-accent focus:shadow-[0_0_0_3px_var(--accent-soft)] disabled:text-ink-faint phone:h-11 phone:text-prose"
        />
        <Button type="submit" look="primary" needs={needs} disabled={isPending || name.trim() === ''}>
          {isPending ? 'Saving…' : 'Save preset'}
        </Button>
      </div>
      {error && <ProblemNote error={error} />}
    </form>
  )
}

import type { Role } from '@ollama-dashboard/contracts'
import { useId } from 'react'
import { roleNames, roleWords } from '../key-words.ts'

const roles: readonly Role[] = ['viewer', 'operator', 'admin']

export interface RoleFieldProps {
  readonly value: Role
  /** What follows from the choice. */
  readonly note: string | null
  readonly onChange: (role: Role) => void
}

/** What a key may do, with a line on each role. */
export function RoleField({ value, note, onChange }: RoleFieldProps) {
  const id = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-ink-strong">May</legend>
      <div className="divide-y divide-line rounded-control border border-line">
        {roles.map((role) => (
          <label
            key={role}
            htmlFor={`${id}${role}`}
            className="grid cursor-pointer grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 px-3 py-2.5 first:rounded-t-control last:rounded-b-control not-has-checked:hover:bg-hover has-checked:bg-accent-soft"
          >
            <input
              id={`${id}${role}`}
              type="radio"
              name={id}
              checked={role === value}
              aria-describedby={`${id}${role}w`}
              onChange={() => onChange(role)}
              className="mt-0.5 size-4 appearance-none rounded-full border border-line-control bg-field checked:border-[5px] checked:border-accent forced-colors:appearance-auto"
            />
            <span className="font-medium text-ink-strong">{roleNames[role]}</span>
            <span id={`${id}${role}w`} aria-hidden className="col-start-2 text-small text-ink-muted">
              {roleWords[role]}
            </span>
          </label>
        ))}
      </div>
      <p aria-live="polite" className="mt-1.5 text-small text-attention-text empty:hidden">
        {note}
      </p>
    </fieldset>
  )
}

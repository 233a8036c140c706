import { limits } from '@ollama-dashboard/contracts/limits'
import clsx from 'clsx'
import { useId } from 'react'
import { formatDate } from '../../../../lib/format.ts'
import { dateField, type ExpiryChoice, expiresAt, expiryWords, type KeyDraft } from '../expiry.ts'
import { Choices } from './choices.tsx'
import type { FieldErrors } from './field-errors.ts'
import { RoleField } from './role-field.tsx'

export interface KeyFieldsProps {
  readonly draft: KeyDraft
  readonly errors: FieldErrors
  /** When the key expires now, in words; null for a key that is made. */
  readonly current: string | null
  readonly roleNote: string | null
  readonly now: number
  readonly onChange: (change: Partial<KeyDraft>) => void
}

const field =
  'h-(--control) w-full rounded-control border bg-field px-2.5 text-ink-strong outline-none phone:h-11 phone:text-prose'
const fine = 'border-line-strong focus:border-accent focus:shadow-[0_0_0_3px_var(--accent-soft)]'
const wrong = 'border-broken focus:shadow-[0_0_0_3px_var(--broken-soft)]'

/** Name, role and expiry of a key. */
export function KeyFields({ draft, errors, current, roleNote, now, onChange }: KeyFieldsProps) {
  const id = useId()
  const { name, role, expiry } = draft
  const choices: readonly (readonly [ExpiryChoice, string])[] =
    current === null ? expiryWords : [['keep', current], ...expiryWords.filter(([, word]) => word !== current)]
  const expires = expiresAt(expiry, now)
  return (
    <>
      <div className="grid gap-1.5">
        <label htmlFor={`${id}n`} className="font-medium text-ink-strong">
          Name
        </label>
        <input
          id={`${id}n`}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="laptop, grafana, nightly-ci"
          maxLength={limits.keyNameLength}
          required
          value={name}
          aria-invalid={errors.name !== undefined}
          aria-describedby={`${id}h ${id}e`}
          onChange={(event) => onChange({ name: event.target.value })}
          className={clsx(field, errors.name === undefined ? fine : wrong)}
        />
        <FieldError id={`${id}e`} message={errors.name} />
        <p id={`${id}h`} className="text-small text-ink-muted">
          Shown beside everything done with the key.
        </p>
      </div>
      <RoleField value={role} note={roleNote} onChange={(next) => onChange({ role: next })} />
      <div className="grid gap-1.5">
        <Choices
          legend="Expires"
          options={choices}
          value={expiry.choice}
          onChange={(choice) => onChange({ expiry: { ...expiry, choice } })}
        />
        {expiry.choice === 'date' && (
          <input
            type="date"
            aria-label="Last day of the key"
            min={dateField(now)}
            max="9999-12-31"
            value={expiry.date}
            aria-invalid={errors.expiry !== undefined}
            aria-describedby={`${id}x`}
            onChange={(event) => onChange({ expiry: { ...expiry, date: event.target.value } })}
            className={clsx(field, 'max-w-44 dark:scheme-dark', errors.expiry === undefined ? fine : wrong)}
          />
        )}
        <FieldError id={`${id}x`} message={errors.expiry} />
        {expires !== 'invalid' && expires !== undefined && (
          <p aria-live="polite" className="text-small text-ink-muted">
            {expires === null
              ? 'Works until it is revoked.'
              : `Works until ${formatDate(expires)}, or until it is revoked.`}
          </p>
        )}
      </div>
    </>
  )
}

const FieldError = ({ id, message }: { readonly id: string; readonly message: string | undefined }) => (
  <p id={id} role="alert" className="text-small wrap-anywhere text-broken-text empty:hidden">
    {message}
  </p>
)

import { limits } from '@ollama-dashboard/contracts/limits'
import clsx from 'clsx'
import { useId } from 'react'
import { formatDate } from '../../../../lib/format.ts'
import { Choices } from '../../../../ui/choices.tsx'
import { FieldError, fieldStyle, TextField } from '../../../../ui/text-field.tsx'
import { dateField, type ExpiryChoice, expiresAt, expiryWords } from '../expiry.ts'
import type { KeyDraft } from '../key-draft.ts'
import { NarrowFields } from '../narrowing/narrow-fields.tsx'
import type { FieldErrors } from './field-errors.ts'
import { RoleField } from './role-field.tsx'

export interface KeyFieldsProps {
  readonly draft: KeyDraft
  readonly errors: FieldErrors
  /** When the key expires now, in words; null for a key that is made. */
  readonly current: string | null
  /** What follows from less rights than before; null where they are not less. */
  readonly lessNote: string | null
  readonly now: number
  readonly onChange: (change: Partial<KeyDraft>) => void
}

/** Name, role, narrowing and expiry of a key. */
export function KeyFields({ draft, errors, current, lessNote, now, onChange }: KeyFieldsProps) {
  const id = useId()
  const { name, role, narrowing, expiry } = draft
  const choices: readonly (readonly [ExpiryChoice, string])[] =
    current === null ? expiryWords : [['keep', current], ...expiryWords.filter(([, word]) => word !== current)]
  const expires = expiresAt(expiry, now)
  return (
    <>
      <TextField
        label="Name"
        placeholder="laptop, grafana, nightly-ci"
        maxLength={limits.keyNameLength}
        required
        value={name}
        error={errors.name}
        hint="Shown beside everything done with the key."
        onText={(text) => onChange({ name: text })}
      />
      <RoleField value={role} note={lessNote} error={errors.role} onChange={(next) => onChange({ role: next })} />
      <NarrowFields
        narrowing={narrowing}
        errors={errors}
        onChange={(change) => onChange({ narrowing: { ...narrowing, ...change } })}
      />
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
            className={clsx(fieldStyle(errors.expiry), 'max-w-44 dark:scheme-dark')}
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

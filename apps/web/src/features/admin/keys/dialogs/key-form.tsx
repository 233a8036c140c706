import { type FormEvent, useState } from 'react'
import { ProblemNote } from '../../../../parts/problem-note.tsx'
import { Button } from '../../../../ui/button.tsx'
import { DialogButtons } from '../../../../ui/dialog-buttons.tsx'
import { DialogFoot } from '../../../../ui/dialog-foot.tsx'
import { expiresAt } from '../expiry.ts'
import type { KeyDraft } from '../key-draft.ts'
import { type FieldErrors, fieldErrorsOf } from './field-errors.ts'
import { KeyFields } from './key-fields.tsx'

export interface KeyFormProps {
  readonly initial: KeyDraft
  /** When the key expires now, in words; null for a key that is made. */
  readonly current: string | null
  /** What follows from less rights, where they are less. */
  readonly noteOf?: (draft: KeyDraft) => string | null
  readonly submit: { readonly word: string; readonly pendingWord: string }
  readonly isPending: boolean
  readonly error: Error | null
  /** `expires_at` as the API takes it; undefined for no change. */
  readonly onSubmit: (draft: KeyDraft, expires_at: string | null | undefined) => void
  /** What was wrong is being mended. */
  readonly onEdit: () => void
  readonly onClose: () => void
}

const noDate: FieldErrors = { expiry: 'Choose a day from today on.' }

/** The form of a key, with what is wrong beside its field. */
export function KeyForm({
  initial,
  current,
  noteOf,
  submit,
  isPending,
  error,
  onSubmit,
  onEdit,
  onClose,
}: KeyFormProps) {
  const [draft, setDraft] = useState(initial)
  const [now] = useState(Date.now)
  const [isDateMissing, setDateMissing] = useState(false)
  const told = fieldErrorsOf(error)
  const edit = (change: Partial<KeyDraft>) => {
    setDraft((before) => ({ ...before, ...change }))
    setDateMissing(false)
    onEdit()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const expires_at = expiresAt(draft.expiry, Date.now())
    if (expires_at === 'invalid') return setDateMissing(true)
    // What cannot be a network would be left out, and the key come from anywhere.
    const unread = event.currentTarget.querySelector<HTMLInputElement>('[data-unread]')
    if (unread) return unread.focus()
    onSubmit({ ...draft, name: draft.name.trim() }, expires_at)
  }
  return (
    // The API says what is wrong, in the words of this page.
    <form noValidate onSubmit={send} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <KeyFields
        draft={draft}
        errors={{ ...told, ...(isDateMissing && noDate) }}
        current={current}
        lessNote={noteOf?.(draft) ?? null}
        now={now}
        onChange={edit}
      />
      <DialogFoot>
        {error && !told && <ProblemNote error={error} />}
        <DialogButtons onClose={onClose}>
          <Button type="submit" look="primary" disabled={isPending || draft.name.trim() === ''}>
            {isPending ? submit.pendingWord : submit.word}
          </Button>
        </DialogButtons>
      </DialogFoot>
    </form>
  )
}

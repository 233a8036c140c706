import type { Alert } from '@ollama-dashboard/contracts'
import { type FormEvent, useId, useState } from 'react'
import { chosenUntil, inAnHour, longestMuteMs, momentField, tomorrow } from '../../lib/alerts/mute-until.ts'
import { useMute } from '../../lib/alerts/use-alert-actions.ts'
import { formatUntil } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'
import { FieldError, fieldStyle } from '../../ui/text-field.tsx'
import { AlertTitle } from './alert-title.tsx'

export interface MuteDialogProps {
  readonly alert: Alert
  readonly onClose: () => void
}

/** Until when no message is sent about an alert. */
export function MuteDialog({ alert, onClose }: MuteDialogProps) {
  const id = useId()
  const [now] = useState(Date.now)
  const [field, setField] = useState(() => momentField(tomorrow(now)))
  const [isTold, setTold] = useState(false)
  const { mutate, isPending } = useMute()
  const chosen = chosenUntil(field, Date.now())
  const problem = isTold && chosen.until === null ? chosen.problem : undefined
  const send = (event: FormEvent) => {
    event.preventDefault()
    const { until } = chosenUntil(field, Date.now())
    if (until === null) return setTold(true)
    mutate({ alert, until }, { onSuccess: onClose })
  }
  return (
    <Dialog onClose={onClose} title="Mute until">
      <form noValidate onSubmit={send} className="grid gap-4">
        <p className="wrap-anywhere text-ink-muted">
          <AlertTitle title={alert.title} model={alert.model} />. No messages are sent about it, nor of the same trouble
          again. It stays in the list.
        </p>
        <div className="grid gap-1.5">
          <label htmlFor={id} className="font-medium text-ink-strong">
            Day and time
          </label>
          <input
            id={id}
            type="datetime-local"
            min={momentField(inAnHour(now) - 3_540_000)}
            max={momentField(now + longestMuteMs)}
            value={field}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}e ${id}w`}
            onChange={({ target }) => setField(target.value)}
            className={`${fieldStyle(problem)} max-w-60 dark:scheme-dark`}
          />
          <FieldError id={`${id}e`} message={problem} />
          <p id={`${id}w`} aria-live="polite" className="text-small text-ink-muted">
            {chosen.until !== null && `Muted until ${formatUntil(chosen.until, now)}.`}
          </p>
        </div>
        <DialogButtons onClose={onClose}>
          <Button type="submit" look="primary" disabled={isPending}>
            {isPending ? 'Muting…' : 'Mute'}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

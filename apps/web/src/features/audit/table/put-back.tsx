import type { AuditEntry } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { Undo2 } from 'lucide-react'
import { useMissingForModel } from '../../../lib/api/use-permission.ts'
import { Button } from '../../../ui/button.tsx'
import { buttonStyle } from '../../../ui/button-style.ts'
import { isUndoable, settingsBack } from '../put-back.ts'
import { usePutBack } from '../use-put-back.ts'

export interface PutBackProps {
  readonly entry: AuditEntry
  readonly unavailable: string | null
}

/** Undoes a change of settings. Where the log keeps a text to itself, the history of the settings has it. */
export function PutBack({ entry, unavailable }: PutBackProps) {
  const needs = useMissingForModel('settings.save', entry.target)
  const { mutate, isPending } = usePutBack()
  if (!isUndoable(entry)) return null
  const back = settingsBack(entry)
  if (back === null)
    return (
      <Link to="/models" search={{ model: entry.target, tab: 'history' }} className={buttonStyle({ size: 'small' })}>
        Open its history
      </Link>
    )
  return (
    <Button
      size="small"
      icon={Undo2}
      needs={needs}
      unavailable={unavailable}
      aria-busy={isPending}
      disabled={isPending}
      onClick={() => mutate(back)}
    >
      Put it back
    </Button>
  )
}

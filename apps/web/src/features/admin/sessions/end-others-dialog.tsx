import { Clock, KeyRound, LogOut, Unplug } from 'lucide-react'
import { formatCount } from '../../../lib/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Consequence } from '../../../ui/consequence.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { countWords, type ShownSession } from './session-list.ts'
import { useEndSessions } from './use-session-actions.ts'

export interface EndOthersDialogProps {
  readonly others: readonly ShownSession[]
  readonly onClose: () => void
}

/** So many names can be read at a glance. */
const namesShown = 4

/** Asks by consequence: who is signed out, and what that ends. */
export function EndOthersDialog({ others, onClose }: EndOthersDialogProps) {
  const { mutate, isPending, error } = useEndSessions(onClose)
  const names = [...new Set(others.map(({ keyName }) => keyName))]
  const further = names.length - namesShown
  return (
    <Dialog onClose={onClose} title={`Sign out ${countWords(others.length)}?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        <Consequence icon={KeyRound}>
          <span className="wrap-anywhere">Of {names.slice(0, namesShown).join(', ')}</span>
          {further > 0 && ` and ${formatCount(further)} more`}
        </Consequence>
        <Consequence icon={LogOut}>These browsers have to sign in again. This one stays signed in.</Consequence>
        <Consequence icon={Unplug}>Their event streams and replies in progress end at once.</Consequence>
        <Consequence icon={Clock}>Keys, and programs that use them, go on.</Consequence>
      </ul>
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" icon={LogOut} disabled={isPending} onClick={() => mutate(others)}>
          {isPending ? 'Signing out…' : `Sign out ${formatCount(others.length)}`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

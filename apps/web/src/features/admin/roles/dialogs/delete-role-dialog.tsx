import { ApiError } from '@ollama-dashboard/client'
import type { RoleRecord } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { KeyRound, Trash2, Undo2 } from 'lucide-react'
import { ProblemNote } from '../../../../parts/problem-note.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Consequence } from '../../../../ui/consequence.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { DialogButtons } from '../../../../ui/dialog-buttons.tsx'
import { keysWords } from '../role-words.ts'
import { useDeleteRole } from '../use-role-actions.ts'

export interface DeleteRoleDialogProps {
  /** As it is now: a key may get or lose it while this is open. */
  readonly role: RoleRecord
  readonly onClose: () => void
}

const isInUse = (error: unknown): boolean => error instanceof ApiError && error.code === 'role_in_use'

/** Asks before a role is deleted; while keys have it, says which. */
export function DeleteRoleDialog({ role, onClose }: DeleteRoleDialogProps) {
  const { name, keys } = role
  const { mutate, isPending, error } = useDeleteRole(onClose)
  const isUsed = keys > 0 || isInUse(error)
  return (
    <Dialog onClose={onClose} title={`Delete ${name}?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        {isUsed ? (
          <Consequence icon={KeyRound}>
            <strong className="font-medium text-ink-strong">
              {keys === 0 ? 'Keys have' : keys === 1 ? '1 key has' : `${keysWords(keys)} have`} this role, so it cannot
              be deleted.
            </strong>{' '}
            Give them another role first, or revoke them.
          </Consequence>
        ) : (
          <>
            <Consequence icon={KeyRound}>No key has this role.</Consequence>
            <Consequence icon={Undo2}>This cannot be undone.</Consequence>
          </>
        )}
      </ul>
      {error && !isInUse(error) && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        {isUsed ? (
          <Link
            to="/admin/keys"
            search={{ may: name }}
            className="inline-flex h-(--control) items-center justify-center gap-1.5 rounded-control bg-primary px-[11px] font-medium whitespace-nowrap text-primary-contrast hover:bg-primary-hover phone:h-11"
          >
            <KeyRound aria-hidden className="-ml-0.5 size-3.5 flex-none" />
            {keys === 1 ? 'Show the key' : 'Show the keys'}
          </Link>
        ) : (
          <Button look="destroy" icon={Trash2} disabled={isPending} onClick={() => mutate(role)}>
            <span className="truncate">{isPending ? 'Deleting…' : `Delete ${name}`}</span>
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

import type { ApiKey } from '@ollama-dashboard/contracts'
import { Ban, Clock, LogOut, TriangleAlert, Undo2, Unplug } from 'lucide-react'
import { useNow } from '../../../../lib/hooks/use-now.ts'
import { ProblemNote } from '../../../../parts/problem-note.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Consequence } from '../../../../ui/consequence.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { DialogButtons } from '../../../../ui/dialog-buttons.tsx'
import { lastUsed } from '../key-words.ts'
import { useOwnKey, useRevokeKey } from '../use-key-actions.ts'

export interface RevokeKeyDialogProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}

/** Asks by consequence: what ends, who notices, and that there is no way back. */
export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const { mutate, isPending, error } = useRevokeKey(onClose)
  const isOwn = useOwnKey() === apiKey.id
  const used = lastUsed(apiKey, useNow(60_000))
  return (
    <Dialog onClose={onClose} title={`Revoke ${apiKey.name}?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        {isOwn && (
          <Consequence icon={TriangleAlert}>
            <strong className="font-medium text-broken-text">This session uses the key: you are signed out.</strong>
          </Consequence>
        )}
        <Consequence icon={Clock}>
          {used === null ? 'Never used' : `Last used ${used.toLowerCase()}`}
          {apiKey.last_used_from !== null && (
            <>
              {' '}
              from <code className="text-small text-ink">{apiKey.last_used_from}</code>
            </>
          )}
        </Consequence>
        <Consequence icon={Unplug}>Its event streams and replies in progress end at once.</Consequence>
        <Consequence icon={LogOut}>Browsers signed in with it are signed out.</Consequence>
        <Consequence icon={Undo2}>This cannot be undone. What was done with the key keeps its name.</Consequence>
      </ul>
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button
          look="destroy"
          icon={Ban}
          disabled={isPending}
          onClick={() => mutate(apiKey)}
          className="min-w-0 flex-initial!"
        >
          <span className="truncate">{isPending ? 'Revoking…' : `Revoke ${apiKey.name}`}</span>
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

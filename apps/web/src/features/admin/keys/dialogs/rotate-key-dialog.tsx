import type { ApiKey } from '@ollama-dashboard/contracts'
import { Clock, History, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { ProblemNote } from '../../../../parts/problem-note.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Choices } from '../../../../ui/choices.tsx'
import { Consequence } from '../../../../ui/consequence.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { DialogButtons } from '../../../../ui/dialog-buttons.tsx'
import { useRotateKey } from '../use-key-actions.ts'

export interface RotateKeyDialogProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}

type Grace = '0' | '3600' | '86400' | '604800'

/** In seconds. */
const graces: readonly (readonly [Grace, string])[] = [
  ['0', 'At once'],
  ['3600', 'In 1 hour'],
  ['86400', 'In 1 day'],
  ['604800', 'In 1 week'],
]

const stops: Readonly<Record<Grace, string>> = {
  '0': 'The current key stops working at once.',
  '3600': 'The current key works for 1 more hour, so that you can replace it where it is used.',
  '86400': 'The current key works for 1 more day, so that you can replace it where it is used.',
  '604800': 'The current key works for 1 more week, so that you can replace it where it is used.',
}

/** Replaces a key by a new one: asks for how long both work. */
export function RotateKeyDialog({ apiKey, onClose }: RotateKeyDialogProps) {
  const [grace, setGrace] = useState<Grace>('86400')
  const { mutate, isPending, error } = useRotateKey(onClose)
  return (
    <Dialog onClose={onClose} title={`Rotate ${apiKey.name}?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        <Consequence icon={RefreshCw}>A new key is made and shown once.</Consequence>
        <Consequence icon={History}>Name, role, expiry, chats and history stay.</Consequence>
        <Consequence icon={Clock}>
          <span aria-live="polite">{stops[grace]}</span>
        </Consequence>
      </ul>
      <Choices legend="The current key stops working" options={graces} value={grace} onChange={setGrace} />
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button
          look="primary"
          disabled={isPending}
          onClick={() => mutate({ key: apiKey, graceSeconds: Number(grace) })}
        >
          {isPending ? 'Rotating…' : 'Rotate key'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

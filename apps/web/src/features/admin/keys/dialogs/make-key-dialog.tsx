import { Dialog } from '../../../../ui/dialog.tsx'
import type { KeyDraft } from '../expiry.ts'
import { useMakeKey } from '../use-key-actions.ts'
import { KeyForm, roomy } from './key-form.tsx'

/** The least that a key can do, and not for ever, unless somebody says otherwise. */
const initial: KeyDraft = { name: '', role: 'viewer', expiry: { choice: '1y', date: '' } }

export function MakeKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error, reset } = useMakeKey(onClose)
  return (
    <Dialog onClose={onClose} title="Make a key" className={roomy}>
      <KeyForm
        initial={initial}
        current={null}
        submit={{ word: 'Make key', pendingWord: 'Making…' }}
        isPending={isPending}
        error={error}
        onSubmit={({ name, role }, expires_at) =>
          mutate({ name, role, ...(expires_at !== undefined && { expires_at }) })
        }
        onEdit={reset}
        onClose={onClose}
      />
    </Dialog>
  )
}

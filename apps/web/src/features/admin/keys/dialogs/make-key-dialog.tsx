import { Dialog } from '../../../../ui/dialog.tsx'
import { formDialog } from '../../../../ui/form-dialog.ts'
import { grantOf, type KeyDraft, narrowingOf } from '../key-draft.ts'
import { useMakeKey } from '../use-key-actions.ts'
import { KeyForm } from './key-form.tsx'

/** The least that a key can do, and not for ever, unless somebody says otherwise. */
const initial: KeyDraft = {
  name: '',
  role: 'viewer',
  narrowing: narrowingOf(null),
  expiry: { choice: '1y', date: '' },
}

export function MakeKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error, reset } = useMakeKey(onClose)
  return (
    <Dialog onClose={onClose} title="Make a key" className={formDialog}>
      <KeyForm
        initial={initial}
        current={null}
        submit={{ word: 'Make key', pendingWord: 'Making…' }}
        isPending={isPending}
        error={error}
        onSubmit={({ name, role, narrowing }, expires_at) => {
          const grant = grantOf(narrowing)
          mutate({ name, role, ...(grant && { grant }), ...(expires_at !== undefined && { expires_at }) })
        }}
        onEdit={reset}
        onClose={onClose}
      />
    </Dialog>
  )
}

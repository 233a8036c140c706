import type { ApiKey, Role, UpdateKeyRequest } from '@ollama-dashboard/contracts'
import { missingRole } from '../../../../lib/api/use-permission.ts'
import { Dialog } from '../../../../ui/dialog.tsx'
import type { KeyDraft } from '../expiry.ts'
import { expiry } from '../key-words.ts'
import { useUpdateKey } from '../use-key-actions.ts'
import { KeyForm, roomy } from './key-form.tsx'

export interface EditKeyDialogProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}

/** Renames a key, or changes what it may do and for how long. The key itself stays. */
export function EditKeyDialog({ apiKey, onClose }: EditKeyDialogProps) {
  const { name, role, expires_at } = apiKey
  const { mutate, isPending, error, reset } = useUpdateKey(onClose)
  const submit = (draft: KeyDraft, next: string | null | undefined) => {
    const change = changeOf(apiKey, draft, next)
    if (Object.keys(change).length === 0) onClose()
    else mutate({ key: apiKey, change })
  }
  return (
    <Dialog onClose={onClose} title={`Edit ${name}`} className={roomy}>
      <KeyForm
        initial={{ name, role, expiry: { choice: 'keep', date: '' } }}
        current={expiry(expires_at)}
        noteOfRole={(next) => (isLess(next, role) ? lessNote : null)}
        submit={{ word: 'Save changes', pendingWord: 'Saving…' }}
        isPending={isPending}
        error={error}
        onSubmit={submit}
        onEdit={reset}
        onClose={onClose}
      />
    </Dialog>
  )
}

const lessNote = 'What the key holds open ends at once, and browsers signed in with it have to sign in again.'

/** Whether a role may do less than another. */
const isLess = (role: Role, than: Role): boolean => missingRole(role, { access: than }) !== null

/** Only what differs: what somebody else changed meanwhile stays. */
function changeOf(key: ApiKey, { name, role }: KeyDraft, expires_at: string | null | undefined): UpdateKeyRequest {
  return {
    ...(name !== key.name && { name }),
    ...(role !== key.role && { role }),
    ...(expires_at !== undefined && { expires_at }),
  }
}

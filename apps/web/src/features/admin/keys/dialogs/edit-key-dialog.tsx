import type { ApiKey, UpdateKeyRequest } from '@ollama-dashboard/contracts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { formDialog } from '../../../../ui/form-dialog.ts'
import { grantOf, isNarrower, type KeyDraft, narrowingOf } from '../key-draft.ts'
import { expiry } from '../key-words.ts'
import { useUpdateKey } from '../use-key-actions.ts'
import { KeyForm } from './key-form.tsx'
import { useRoleChoices } from './use-role-choices.ts'

export interface EditKeyDialogProps {
  readonly apiKey: ApiKey
  readonly onClose: () => void
}

/** Renames a key, or changes what it may do and for how long. The key itself stays. */
export function EditKeyDialog({ apiKey, onClose }: EditKeyDialogProps) {
  const { name, role, grant, expires_at } = apiKey
  const { mutate, isPending, error, reset } = useUpdateKey(onClose)
  const roles = useRoleChoices(role)
  const permissionsOf = (role: string) => roles.find((one) => one.name === role)?.permissions ?? []
  const isLess = (next: KeyDraft): boolean => {
    const held = permissionsOf(next.role)
    return permissionsOf(role).some((operation) => !held.includes(operation))
  }
  const submit = (draft: KeyDraft, next: string | null | undefined) => {
    const change = changeOf(apiKey, draft, next)
    if (Object.keys(change).length === 0) onClose()
    else mutate({ key: apiKey, change })
  }
  return (
    <Dialog onClose={onClose} title={`Edit ${name}`} className={formDialog}>
      <KeyForm
        initial={{ name, role, narrowing: narrowingOf(grant), expiry: { choice: 'keep', date: '' } }}
        current={expiry(expires_at)}
        noteOf={(draft) => (isLess(draft) || isNarrower(draft.narrowing, narrowingOf(grant)) ? lessNote : null)}
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

/** Only what differs: what somebody else changed meanwhile stays. */
function changeOf(
  key: ApiKey,
  { name, role, narrowing }: KeyDraft,
  expires_at: string | null | undefined,
): UpdateKeyRequest {
  const grant = grantOf(narrowing)
  return {
    ...(name !== key.name && { name }),
    ...(role !== key.role && { role }),
    ...(JSON.stringify(grant) !== JSON.stringify(grantOf(narrowingOf(key.grant))) && { grant }),
    ...(expires_at !== undefined && { expires_at }),
  }
}

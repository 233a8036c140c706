import type { RoleRecord, UpdateRoleRequest } from '@ollama-dashboard/contracts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { formDialog } from '../../../../ui/form-dialog.ts'
import { forgetRoleEdits, type RoleDraft } from '../role-draft.ts'
import { partsOf } from '../role-parts.ts'
import { useUpdateRole } from '../use-role-actions.ts'
import { RoleForm, wide } from './role-form.tsx'

export interface EditRoleDialogProps {
  readonly record: RoleRecord
  readonly onClose: () => void
}

/** Changes what a role may do. Its name stays: keys name it. */
export function EditRoleDialog({ record, onClose }: EditRoleDialogProps) {
  const done = () => {
    forgetRoleEdits(record)
    onClose()
  }
  const { mutate, isPending, error, reset } = useUpdateRole(done)
  const submit = (draft: RoleDraft) => {
    const change = changeOf(record, draft)
    if (Object.keys(change).length === 0) done()
    else mutate({ role: record, change })
  }
  return (
    <Dialog onClose={onClose} title={`Edit ${record.name}`} className={`${wide} ${formDialog}`}>
      <RoleForm
        record={record}
        isPending={isPending}
        error={error}
        onSubmit={submit}
        onEdit={reset}
        onClose={onClose}
      />
    </Dialog>
  )
}

/** Only what differs: what somebody else changed meanwhile stays. */
function changeOf(record: RoleRecord, { description, based_on, permissions }: RoleDraft): UpdateRoleRequest {
  const isSame =
    based_on === record.based_on &&
    permissions.size === record.permissions.length &&
    record.permissions.every((operation) => permissions.has(operation))
  return {
    ...(description.trim() !== record.description && { description: description.trim() }),
    ...(!isSame && partsOf(permissions, based_on, record)),
  }
}

import { Dialog } from '../../../../ui/dialog.tsx'
import { formDialog } from '../../../../ui/form-dialog.ts'
import { forgetRoleEdits } from '../role-draft.ts'
import { partsOf } from '../role-parts.ts'
import { useMakeRole } from '../use-role-actions.ts'
import { RoleForm, wide } from './role-form.tsx'

const nothing = { allow: [], deny: [] }

export function MakeRoleDialog({ onClose }: { readonly onClose: () => void }) {
  const { mutate, isPending, error, reset } = useMakeRole(() => {
    forgetRoleEdits(null)
    onClose()
  })
  return (
    <Dialog onClose={onClose} title="Make a role" className={`${wide} ${formDialog}`}>
      <RoleForm
        record={null}
        isPending={isPending}
        error={error}
        onSubmit={({ name, description, based_on, permissions }) =>
          mutate({ name, description: description.trim(), ...partsOf(permissions, based_on, nothing) })
        }
        onEdit={reset}
        onClose={onClose}
      />
    </Dialog>
  )
}

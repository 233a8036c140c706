import { Plus } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { useOutage } from '../../../lib/api/outage.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { usePageTitle } from '../../../lib/hooks/use-title.ts'
import { Button } from '../../../ui/button.tsx'
import { LockedPage } from '../../../ui/locked-page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { AdminFrame } from '../admin-frame.tsx'
import { giveBackTo } from '../give-back.ts'
import { DeleteRoleDialog } from './dialogs/delete-role-dialog.tsx'
import { EditRoleDialog } from './dialogs/edit-role-dialog.tsx'
import { MakeRoleDialog } from './dialogs/make-role-dialog.tsx'
import type { OnAct } from './role-actions.tsx'
import { RolesPanel } from './roles-panel.tsx'
import { useCountedRoles } from './use-counted-roles.ts'
import { useRolesSearch } from './use-roles-search.ts'

/** Roles: what a key may do that has one. */
export function RolesPage() {
  usePageTitle('Roles · Admin')
  const needs = useMissing('roles.list')
  const needsCreate = useMissing('roles.create')
  const needsUpdate = useMissing('roles.update')
  // Roles do not need Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  const { search, change } = useRolesSearch()
  const [deleting, setDeleting] = useState<string | null>(null)
  const { roles } = useCountedRoles()
  const named = (name: string | null | undefined) => roles?.find((role) => role.name === name && !role.built_in)
  const edited = needsUpdate === null ? named(search.edit) : undefined
  const deleted = named(deleting)
  const opener = useRef<HTMLElement | null>(null)
  const act = useCallback<OnAct>(
    (action, { name }, from) => {
      opener.current = from
      if (action === 'edit') change({ edit: name })
      else setDeleting(name)
    },
    [change],
  )
  const close = () => {
    change({ make: undefined, edit: undefined })
    setDeleting(null)
    giveBackTo(opener.current)
  }
  return (
    <AdminFrame
      action={
        <Button
          look="primary"
          icon={Plus}
          needs={needsCreate}
          unavailable={unavailable}
          onClick={({ currentTarget }) => {
            opener.current = currentTarget
            change({ make: true })
          }}
        >
          Make a role
        </Button>
      }
    >
      {needs === null ? (
        <RolesPanel unavailable={unavailable} onAct={act} />
      ) : (
        <Panel title="Roles">
          <LockedPage missing={needs}>
            Sign in with an admin key to see what each role may do, and to make others.
          </LockedPage>
        </Panel>
      )}
      {search.make && needsCreate === null && <MakeRoleDialog onClose={close} />}
      {edited && <EditRoleDialog key={edited.name} record={edited} onClose={close} />}
      {deleted && <DeleteRoleDialog role={deleted} onClose={close} />}
    </AdminFrame>
  )
}

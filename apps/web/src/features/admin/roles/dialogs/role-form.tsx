import type { Role, RoleRecord, Session } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Operation } from '../../../../lib/access/operations.ts'
import type { Permissions } from '../../../../lib/access/permission-words.ts'
import { isRoleName, permissionsOfRole, roleName } from '../../../../lib/access/roles.ts'
import { sessionQuery } from '../../../../lib/queries/server.ts'
import { ProblemNote } from '../../../../parts/problem-note.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Choices } from '../../../../ui/choices.tsx'
import { DialogButtons } from '../../../../ui/dialog-buttons.tsx'
import { DialogFoot } from '../../../../ui/dialog-foot.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { draftOf, editRole, forgetRoleEdits, type RoleDraft, useRoleEdits } from '../role-draft.ts'
import { keysWords } from '../role-words.ts'
import { ChangeWords } from './change-words.tsx'
import { PermissionList } from './permission-list.tsx'
import { roleErrorsOf } from './role-errors.ts'

export interface RoleFormProps {
  /** Null for a role that is made. */
  readonly record: RoleRecord | null
  readonly isPending: boolean
  readonly error: Error | null
  readonly onSubmit: (draft: RoleDraft) => void
  /** What was wrong is being mended. */
  readonly onEdit: () => void
  readonly onClose: () => void
}

const bases = [
  ['', 'Nothing'],
  ['viewer', 'Viewer'],
  ['operator', 'Operator'],
  ['admin', 'Admin'],
] as const satisfies readonly (readonly [Role | '', string])[]

/** Of the dialog around it. */
export const wide = 'max-w-160!'

const nobody: Permissions = new Set()
const permissionsOf = ({ permissions }: Session): Permissions => new Set(permissions)

/** The form of a role. What is typed stays until it is saved or discarded. */
export function RoleForm({ record, isPending, error, onSubmit, onEdit, onClose }: RoleFormProps) {
  const { data: own = nobody } = useQuery({ ...sessionQuery, select: permissionsOf })
  const edits = useRoleEdits(record)
  const [wasKept] = useState(Object.keys(edits).length > 0)
  const draft = draftOf(record, edits, own)
  const { name, description, based_on, permissions } = draft
  const told = roleErrorsOf(error)
  const edit = (change: Parameters<typeof editRole>[1]) => {
    editRole(record, change)
    onEdit()
  }
  const tick = (operations: readonly Operation[], isOn: boolean) =>
    edit({ ticks: { ...edits.ticks, ...Object.fromEntries(operations.map((operation) => [operation, isOn])) } })
  const isNamed = isRoleName(name)
  const wrongName = name === '' || isNamed ? undefined : 'Begin with a letter; then letters, digits, - and _.'
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isNamed) onSubmit(draft)
  }
  return (
    <form noValidate onSubmit={send} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {wasKept && (
        <p className="rounded-control bg-sunken px-3 py-2 text-ink-muted">
          Your unsaved changes are still here. Cancel discards them.
        </p>
      )}
      {record === null && (
        <TextField
          label="Name"
          placeholder="night-shift"
          maxLength={limits.roleNameLength}
          required
          value={name}
          error={wrongName ?? told?.name}
          hint="Keys name it, so it cannot be changed later."
          // A name has neither: whoever types them means it well.
          onText={(text) => edit({ name: text.toLowerCase().replace(/\s+/g, '-') })}
        />
      )}
      <TextField
        label="Description"
        placeholder="Who has it, and why"
        maxLength={limits.roleDescriptionLength}
        value={description}
        error={told?.description}
        onText={(text) => edit({ description: text })}
      />
      <Choices
        legend="Starts from"
        options={bases}
        value={based_on ?? ''}
        onChange={(base) => edit({ based_on: base === '' ? null : base })}
      />
      <PermissionList permissions={permissions} own={own} onTick={tick} />
      <DialogFoot>
        <ChangeWords
          before={new Set(record === null ? permissionsOfRole(based_on) : record.permissions)}
          after={permissions}
          none={
            record !== null
              ? 'It may do what it could before.'
              : based_on === null
                ? 'It may do nothing yet.'
                : `It may do what ${roleName(based_on)} may.`
          }
        />
        <Notes record={record} permissions={permissions} />
        {error && !told && <ProblemNote error={error} />}
        <DialogButtons
          onClose={() => {
            forgetRoleEdits(record)
            onClose()
          }}
        >
          <Button type="submit" look="primary" disabled={isPending || !isNamed}>
            {record === null ? (isPending ? 'Making…' : 'Make role') : isPending ? 'Saving…' : 'Save changes'}
          </Button>
        </DialogButtons>
      </DialogFoot>
    </form>
  )
}

/** What follows from it. */
function Notes({ record, permissions }: Pick<RoleFormProps, 'record'> & { readonly permissions: Permissions }) {
  const isLess = record?.permissions.some((operation) => !permissions.has(operation)) ?? false
  const isOnlyForPrograms = !permissions.has('session.create') && permissions.size > 0
  return (
    <div role="status" className="grid gap-1 text-small text-attention-text empty:hidden">
      {isLess && record !== null && record.keys > 0 && (
        <p>
          {keysWords(record.keys)} {record.keys === 1 ? 'has' : 'have'} this role: what they hold open ends at once.
        </p>
      )}
      {isOnlyForPrograms && <p>Nobody can sign in to this page with it: it is for programs.</p>}
    </div>
  )
}

import type { RoleRecord } from '@ollama-dashboard/contracts'
import { TableHead } from '../../../../ui/table-head.tsx'
import { ItemList } from '../../item-list.tsx'
import type { RoleActionsProps } from '../role-actions.tsx'
import { RoleCard } from './role-card.tsx'
import { RoleRow, tracks } from './role-row.tsx'

export interface RolesListProps extends Omit<RoleActionsProps, 'role'> {
  readonly roles: readonly RoleRecord[]
}

const rowHeight = { comfortable: 3.5, compact: 3.25 } as const
const nameOf = ({ name }: RoleRecord) => name
const columns = [...['Role', 'May', 'Keys'].map((name) => ({ name })), { name: 'Actions', className: 'sr-only' }]

export const RolesList = ({ roles, ...actions }: RolesListProps) => (
  <ItemList
    label="Roles"
    items={roles}
    idOf={nameOf}
    head={<TableHead tracks={tracks} columns={columns} />}
    rowHeight={rowHeight}
    cardHeight={5.5}
    tableWidth={46}
    row={(role, place) => <RoleRow {...actions} {...place} role={role} />}
    card={(role, place) => <RoleCard {...actions} {...place} role={role} />}
  />
)

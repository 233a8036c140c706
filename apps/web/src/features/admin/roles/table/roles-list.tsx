import type { RoleRecord } from '@ollama-dashboard/contracts'
import { useMemo } from 'react'
import { TableHead } from '../../../../ui/table-head.tsx'
import { WindowList } from '../../../../ui/window-list.tsx'
import { useEvenList } from '../../use-even-list.ts'
import type { RoleActionsProps } from '../role-actions.tsx'
import { RoleCard } from './role-card.tsx'
import { RoleRow, tracks } from './role-row.tsx'

export interface RolesListProps extends Omit<RoleActionsProps, 'role'> {
  readonly roles: readonly RoleRecord[]
}

/** In rem: below that the columns have no room. */
const tableWidth = 46
const columns = [...['Role', 'May', 'Keys'].map((name) => ({ name })), { name: 'Actions', className: 'sr-only' }]

/** The roles as a table, or as cards where there is little room. */
export function RolesList({ roles, ...actions }: RolesListProps) {
  const items = useMemo(() => roles.map(({ name }) => ({ id: name })), [roles])
  const { cards, list } = useEvenList(items, { tableWidth })
  return (
    <WindowList label="Roles" head={<TableHead tracks={tracks} columns={columns} />} {...list}>
      {(index) => {
        const role = roles[index]
        if (!role) return null
        const shared = { ...actions, role, isLast: index === roles.length - 1 }
        return list.isCards ? (
          <RoleCard {...shared} isOpen={cards.open.has(role.name)} onToggle={cards.toggle} />
        ) : (
          <RoleRow {...shared} rowIndex={index + 2} />
        )
      }}
    </WindowList>
  )
}

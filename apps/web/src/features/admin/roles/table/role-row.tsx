import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { summaryOf } from '../../../../lib/access/permission-words.ts'
import { roleName } from '../../../../lib/access/roles.ts'
import { RoleActions, type RoleActionsProps } from '../role-actions.tsx'
import { KeysLink, UnsavedBadge } from './role-marks.tsx'

export interface RoleRowProps extends RoleActionsProps {
  readonly rowIndex: number
  readonly isLast: boolean
}

/** The columns: name with description, what it may do, keys, actions. */
export const tracks = 'minmax(0, 1.1fr) minmax(0, 1.6fr) 6rem 7rem'

/** A role in the table. */
export const RoleRow = memo(function RoleRow({ rowIndex, isLast, ...actions }: RoleRowProps) {
  const { role } = actions
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons within take the focus
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={clsx(
        'grid min-h-(--row) items-center border-line px-(--pad) py-2 text-cell hover:bg-hover',
        !isLast && 'border-b',
      )}
      style={{ gridTemplateColumns: tracks }}
    >
      <div role="rowheader" tabIndex={-1} {...(role.built_in && { 'data-row-link': true })} className="min-w-0 pr-4">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium text-ink-strong">{roleName(role.name)}</span>
          <UnsavedBadge role={role} />
        </span>
        {role.description !== '' && (
          <span className="line-clamp-2 text-small wrap-anywhere text-ink-muted" title={role.description}>
            {role.description}
          </span>
        )}
      </div>
      <Cell className="pr-4">{summaryOf(new Set(role.permissions))}</Cell>
      <Cell>
        <KeysLink role={role} />
      </Cell>
      {/* Not clipped: focus would scroll within it, and its ring has to be seen. */}
      <Cell className="flex items-center justify-end overflow-visible!">
        <RoleActions {...actions} />
      </Cell>
    </div>
  )
})

const Cell = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <div role="cell" className={clsx('min-w-0', className)}>
    {children}
  </div>
)

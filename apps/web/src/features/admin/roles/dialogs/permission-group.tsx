import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Subject } from '../../../../lib/access/operation-words.ts'
import { operationsOf, type Permissions, shareWords } from '../../../../lib/access/permission-words.ts'
import { Checkbox } from '../../../../ui/checkbox.tsx'
import type { PermissionListProps } from './permission-list.tsx'

export interface PermissionGroupProps extends PermissionListProps {
  readonly subject: Subject
  readonly isOpen: boolean
  readonly onToggle: () => void
  /** Its single permissions, behind it. */
  readonly children: ReactNode
}

/** All permissions of a subject: ticked in one, or one by one behind it. */
export function PermissionGroup(props: PermissionGroupProps) {
  const { subject, permissions, own, isOpen, onToggle, onTick, children } = props
  const id = useId()
  const all = operationsOf(subject)
  const free = all.filter((operation) => own.has(operation))
  const held = countIn(all, permissions)
  const isFull = free.length > 0 && countIn(free, permissions) === free.length
  return (
    <div>
      <div className="flex items-center pl-3 hover:bg-hover">
        <Checkbox
          label={`All of ${subject}`}
          checked={held === all.length ? true : held === 0 ? false : 'mixed'}
          disabled={free.length === 0}
          onToggle={() => onTick(free, !isFull)}
        />
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
          className="flex h-10 min-w-0 flex-1 items-center gap-2 pr-3 pl-2.5 text-left phone:h-11"
        >
          <span className="font-medium text-ink-strong">{subject}</span>
          <span className={clsx('text-small tabular-nums', held === 0 ? 'text-ink-faint' : 'text-ink-muted')}>
            {shareWords(held, all.length)}
          </span>
          <ChevronDown
            aria-hidden
            className={clsx('ml-auto size-4 flex-none text-ink-faint transition-transform', isOpen && 'rotate-180')}
          />
        </button>
      </div>
      {isOpen && <div id={id}>{children}</div>}
    </div>
  )
}

const countIn = (operations: readonly string[], permissions: Permissions): number =>
  operations.filter((operation) => permissions.has(operation)).length

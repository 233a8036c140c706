import { Search } from 'lucide-react'
import { useState } from 'react'
import { operationWords, subjects } from '../../../../lib/access/operation-words.ts'
import type { Operation } from '../../../../lib/access/operations.ts'
import { operationsOf, type Permissions } from '../../../../lib/access/permission-words.ts'
import { useOpenCards } from '../../../../lib/hooks/use-open-cards.ts'
import { PermissionGroup } from './permission-group.tsx'
import { PermissionTick } from './permission-tick.tsx'

export interface PermissionListProps {
  readonly permissions: Permissions
  /** What the person at the page may do: nobody gives what they do not have. */
  readonly own: Permissions
  readonly onTick: (operations: readonly Operation[], isOn: boolean) => void
}

/** Whether every word of a search is in what an operation does, is about, or is called in the API. */
function isFound(operation: Operation, search: string): boolean {
  const text = `${operationWords[operation].join(' ')} ${operation}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** What a role may do, by subject, to be ticked. */
export function PermissionList({ permissions, own, onTick }: PermissionListProps) {
  const [search, setSearch] = useState('')
  const { open, toggle } = useOpenCards()
  const wanted = search.trim()
  const shown = subjects.flatMap((subject) => {
    const found = operationsOf(subject).filter((operation) => isFound(operation, wanted))
    return found.length === 0 ? [] : [{ subject, found }]
  })
  const ticks = (of: readonly Operation[]) => (
    <div className="grid grid-cols-2 gap-x-4 pr-3 pb-1.5 pl-9.5 phone:grid-cols-1">
      {of.map((operation) => (
        <PermissionTick
          key={operation}
          operation={operation}
          isOn={permissions.has(operation)}
          isHeld={own.has(operation)}
          onTick={(isOn) => onTick([operation], isOn)}
        />
      ))}
    </div>
  )
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-ink-strong">May</legend>
      <div className="rounded-control border border-line">
        <label className="flex h-9 items-center gap-2.5 border-b border-line px-3 phone:h-11">
          <Search aria-hidden className="size-4 flex-none text-ink-faint" />
          <input
            type="text"
            aria-label="Find a permission"
            placeholder="Find a permission"
            value={search}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              // One thing after the other: the first Escape empties the field, the next one closes the form.
              if (event.key === 'Escape' && search !== '') {
                event.stopPropagation()
                setSearch('')
              }
              // It would send the form.
              if (event.key === 'Enter') event.preventDefault()
            }}
            className="h-full min-w-0 flex-1 bg-transparent outline-none phone:h-11"
          />
        </label>
        <div className="divide-y divide-line">
          {shown.map(({ subject, found }) =>
            wanted === '' ? (
              <PermissionGroup
                key={subject}
                subject={subject}
                permissions={permissions}
                own={own}
                isOpen={open.has(subject)}
                onToggle={() => toggle(subject)}
                onTick={onTick}
              >
                {ticks(found)}
              </PermissionGroup>
            ) : (
              <section key={subject} aria-label={subject}>
                <h3 className="px-3 pt-2 pb-0.5 text-small font-medium text-ink-muted">{subject}</h3>
                {ticks(found)}
              </section>
            ),
          )}
          {shown.length === 0 && <p className="px-3 py-4 text-ink-muted">No permission has these words.</p>}
        </div>
      </div>
    </fieldset>
  )
}

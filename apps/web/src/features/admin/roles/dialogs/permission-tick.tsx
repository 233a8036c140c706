import { useId } from 'react'
import { dangers, wordsOf } from '../../../../lib/access/operation-words.ts'
import type { Operation } from '../../../../lib/access/operations.ts'
import { Checkbox } from '../../../../ui/checkbox.tsx'

export interface PermissionTickProps {
  readonly operation: Operation
  readonly isOn: boolean
  /** The person at the page may do it, and so may give it. */
  readonly isHeld: boolean
  readonly onTick: (isOn: boolean) => void
}

/** One permission: what it does, what is dangerous in it, and why it cannot be ticked. */
export function PermissionTick({ operation, isOn, isHeld, onTick }: PermissionTickProps) {
  const id = useId()
  const words = wordsOf(operation)
  const danger = dangers[operation]
  return (
    // A label of the button within, which a tap on the words presses too.
    <label
      htmlFor={`${id}b`}
      className="flex items-start gap-2.5 py-1.5 not-has-disabled:cursor-pointer phone:min-h-11 phone:items-center"
    >
      <span className="mt-0.5 phone:mt-0">
        <Checkbox
          id={`${id}b`}
          label={words}
          describedBy={`${id}n`}
          checked={isOn}
          disabled={!isHeld}
          onToggle={() => onTick(!isOn)}
        />
      </span>
      <span className="grid min-w-0">
        <span className={isHeld ? 'text-ink' : 'text-ink-faint'}>{words}</span>
        <span id={`${id}n`} className="text-small empty:hidden">
          {danger !== undefined && <span className="text-attention-text">{danger}</span>}
          {!isHeld && <span className="block text-ink-faint">Your key does not have this itself</span>}
        </span>
      </span>
    </label>
  )
}

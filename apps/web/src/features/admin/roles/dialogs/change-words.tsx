import { Minus, Plus } from 'lucide-react'
import { changesOf, type Permissions } from '../../../../lib/access/permission-words.ts'

/** More are counted. */
const shownChanges = 8

export interface ChangeWordsProps {
  readonly before: Permissions
  readonly after: Permissions
  /** What is said where nothing differs. */
  readonly none: string
}

/** What a form adds and takes away, in words. */
export function ChangeWords({ before, after, none }: ChangeWordsProps) {
  const changes = changesOf(before, after)
  const rest = changes.length - shownChanges
  return (
    <p role="status" className="flex flex-wrap gap-x-3 gap-y-1 text-small text-ink-muted">
      {changes.length === 0 && none}
      {changes.slice(0, shownChanges).map(({ isAdded, words }) => {
        const Icon = isAdded ? Plus : Minus
        return (
          <span key={words} className="flex items-center gap-1 text-ink">
            <Icon aria-hidden className="size-3 flex-none text-ink-faint" />
            <span className="sr-only">{isAdded ? 'Added:' : 'Removed:'}</span>
            {words}
          </span>
        )
      })}
      {rest > 0 && <span>and {rest} more</span>}
    </p>
  )
}

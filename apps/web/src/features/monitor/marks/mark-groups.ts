import type { Span } from '../period.ts'
import type { Mark } from './mark-words.ts'

/** Marks that stand where one does: at least one. */
export interface MarkGroup {
  /** Of the first, in seconds since the epoch. */
  readonly at: number
  readonly marks: readonly Mark[]
}

/** Closer than this part of the axis, two cannot be told apart by a finger. */
const leastGap = 1 / 50

/** Marks of an axis, oldest first. */
export function markGroups(marks: readonly Mark[], { from, to }: Span): MarkGroup[] {
  const groups: MarkGroup[] = []
  for (const mark of marks) {
    if (mark.at < from || mark.at > to) continue
    const last = groups.at(-1)
    if (last && mark.at - last.at < (to - from) * leastGap)
      groups[groups.length - 1] = { at: last.at, marks: [...last.marks, mark] }
    else groups.push({ at: mark.at, marks: [mark] })
  }
  return groups
}

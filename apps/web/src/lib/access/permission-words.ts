import { operationWords, type Subject, subjects, wordsOf } from './operation-words.ts'
import { type Operation, operations } from './operations.ts'

export type Permissions = ReadonlySet<string>

// The table has them in the order in which they are read: first what only looks.
const bySubject = Object.groupBy(
  Object.keys(operationWords) as Operation[],
  (operation) => operationWords[operation][0],
)

/** Every operation of a subject, in the order in which they are read. */
export const operationsOf = (subject: Subject): readonly Operation[] => bySubject[subject] ?? []

export interface Share {
  readonly subject: Subject
  /** What of it is allowed. */
  readonly held: readonly Operation[]
  /** How many operations it has. */
  readonly of: number
}

/** How much of each subject is allowed; subjects of which nothing is are left out. */
export const sharesOf = (permissions: Permissions): Share[] =>
  subjects.flatMap((subject) => {
    const of = operationsOf(subject)
    const held = of.filter((operation) => permissions.has(operation))
    return held.length === 0 ? [] : [{ subject, held, of: of.length }]
  })

/** "all", "3 of 8", "none". */
export const shareWords = (held: number, of: number): string =>
  held === of ? 'all' : held === 0 ? 'none' : `${held} of ${of}`

/** On one line, with no-break spaces. */
const unbroken = (words: string): string => words.replaceAll(' ', '\u00a0')

/** "Everything", "Nothing", or "Models, Library (1 of 2)": what a role may do in a line. */
export function summaryOf(permissions: Permissions): string {
  if (operations.every((operation) => permissions.has(operation))) return 'Everything'
  const shares = sharesOf(permissions)
  if (shares.length === 0) return 'Nothing'
  return shares
    .map(({ subject, held, of }) =>
      held.length === of ? subject : `${subject} (${unbroken(shareWords(held.length, of))})`,
    )
    .join(', ')
}

export interface PermissionChange {
  readonly isAdded: boolean
  readonly words: string
}

/** What is allowed now and was not, and the other way round: a whole subject in one, else each operation. */
export function changesOf(before: Permissions, after: Permissions): PermissionChange[] {
  return subjects.flatMap((subject) => {
    const of = operationsOf(subject)
    const differing = of.filter((operation) => before.has(operation) !== after.has(operation))
    const isAdded = (operation: string) => after.has(operation)
    const [first] = differing
    if (
      first &&
      differing.length === of.length &&
      of.length > 1 &&
      differing.every((one) => isAdded(one) === isAdded(first))
    )
      return [{ isAdded: isAdded(first), words: subject }]
    return differing.map((operation) => ({ isAdded: isAdded(operation), words: wordsOf(operation) }))
  })
}

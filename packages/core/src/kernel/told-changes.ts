import { isDeepStrictEqual } from 'node:util'
import type { CallContext } from './call-context.ts'

/** Of two states of something, the members that differ: for what a call reports as changed. */
export function differences<T extends object>(before: T, after: T) {
  const changed = (Object.keys(after) as (keyof T)[]).filter((name) => !isDeepStrictEqual(before[name], after[name]))
  // fromEntries forgets which name held what.
  const of = (state: T) => Object.fromEntries(changed.map((name) => [name, state[name]])) as Partial<T>
  return { before: of(before), after: of(after) }
}

/** In place of a text that nobody else is to read, such as a system prompt. */
export const asLength = (text: string): string => (text.length === 1 ? '1 character' : `${text.length} characters`)

/** For one step of a call that reports what all of them changed. */
export const unreported = ({ actor, signal }: CallContext): CallContext => ({ actor, signal })

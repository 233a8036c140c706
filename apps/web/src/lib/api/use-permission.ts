import type { Role, Session } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { matchedModels } from '../access/narrowing-words.ts'
import { wordsOf } from '../access/operation-words.ts'
import { leastRole, type Operation } from '../access/operations.ts'
import { sessionQuery } from '../queries/server.ts'

/** Why an operation is locked. */
export interface Missing {
  /** At the end of what is locked: "needs operator", "not in your role". */
  readonly short: string
  /** "Needs the role operator", "Your role night-shift does not include: Delete models". */
  readonly reason: string
  /** The built-in role that would do; null for who has another kind of role. */
  readonly role: Role | null
}

const order: readonly string[] = ['viewer', 'operator', 'admin'] satisfies readonly Role[]

/** What is missing for an operation; null where the caller may ask for it. Without a session nobody is signed in. */
export function missing(session: Session | undefined, operation: Operation): Missing | null {
  if (session?.permissions.includes(operation)) return null
  const needed = leastRole(operation)
  const role = session?.role ?? null
  if (role !== null && !order.includes(role)) {
    const reason = `Your role ${role} does not include: ${wordsOf(operation)}`
    return { short: 'not in your role', reason, role: null }
  }
  if (role !== null && order.indexOf(role) >= order.indexOf(needed))
    return { short: 'not with your key', reason: `Your key is narrowed. It cannot: ${wordsOf(operation)}`, role: null }
  return { short: `needs ${needed}`, reason: `Needs the role ${needed}`, role: needed }
}

/** What is missing for all of these together. */
export function missingOf(session: Session | undefined, of: readonly Operation[]): Missing | null {
  for (const operation of of) {
    const one = missing(session, operation)
    if (one) return one
  }
  return null
}

/** Like `missingOf`, for who is at the page. It is the same object as long as the session is the same. */
export function useMissing(...of: readonly Operation[]): Missing | null {
  const { data } = useQuery({ ...sessionQuery, select: (session) => missingOf(session, of) })
  return data === undefined ? missingOf(undefined, of) : data
}

/** Like `missing`, for a model by its name, which may lie outside of what the key is narrowed to; null for none yet. */
export function missingForModel(
  session: Session | undefined,
  operation: Operation,
  model: string | null,
): Missing | null {
  const one = missing(session, operation)
  const patterns = session?.grant?.models
  if (one !== null || model === null || !patterns || matchedModels(patterns, [model]).length > 0) return one
  return { short: 'not with your key', reason: `Your key is narrowed to ${patterns.join(', ')}`, role: null }
}

export function useMissingForModel(operation: Operation, model: string | null): Missing | null {
  const { data } = useQuery({ ...sessionQuery, select: (session) => missingForModel(session, operation, model) })
  return data === undefined ? missing(undefined, operation) : data
}

/** As a sentence without its end: "Starting a model needs operator". */
export const missingSentence = (what: string, { role, reason }: Missing): string =>
  role === null ? reason : `${what} needs ${role}`

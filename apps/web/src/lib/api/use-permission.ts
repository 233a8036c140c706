import type { Role, Session } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { leastRole, type Operation } from '../access/operations.ts'
import { rareRights } from '../access/rare-rights.ts'
import { builtInRoles, isBuiltIn } from '../access/roles.ts'
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

/** What is missing for all of these; null where the caller may ask for each. Without a session nobody is signed in. */
export function missing(session: Session | undefined, ...of: readonly Operation[]): Missing | null {
  const lacking = of.filter((operation) => !session?.permissions.includes(operation))
  if (lacking.length === 0) return null
  const role = session?.role ?? null
  const words = lacking.map((operation) => rareRights()?.wordsOf(operation) ?? operation).join(', ')
  if (role !== null && !isBuiltIn(role))
    return { short: 'not in your role', reason: `Your role ${role} does not include: ${words}`, role: null }
  const ranks = lacking.map((operation) => builtInRoles.indexOf(leastRole(operation)))
  const needed = builtInRoles[Math.max(...ranks)] ?? 'admin'
  if (role !== null && builtInRoles.indexOf(role) >= builtInRoles.indexOf(needed))
    return { short: 'not with your key', reason: `Your key is narrowed. It cannot: ${words}`, role: null }
  return { short: `needs ${needed}`, reason: `Needs the role ${needed}`, role: needed }
}

/** Like `missing`, for who is at the page. It is the same object as long as the session is the same. */
export function useMissing(...of: readonly Operation[]): Missing | null {
  const { data } = useQuery({ ...sessionQuery, select: (session) => missing(session, ...of) })
  return data === undefined ? missing(undefined, ...of) : data
}

/** Like `missing`, for a model by its name, which may lie outside of what the key is narrowed to; null for none yet. */
export function missingForModel(
  session: Session | undefined,
  operation: Operation,
  model: string | null,
): Missing | null {
  const one = missing(session, operation)
  const patterns = session?.grant?.models
  const isSeen = () => rareRights()?.matchedModels(patterns ?? [], [model ?? '']).length !== 0
  if (one !== null || model === null || !patterns || isSeen()) return one
  return { short: 'not with your key', reason: `Your key is narrowed to ${patterns.join(', ')}`, role: null }
}

export function useMissingForModel(operation: Operation, model: string | null): Missing | null {
  const { data } = useQuery({ ...sessionQuery, select: (session) => missingForModel(session, operation, model) })
  return data === undefined ? missing(undefined, operation) : data
}

/** As a sentence without its end: "Starting a model needs operator". */
export const missingSentence = (what: string, { role, reason }: Missing): string =>
  role === null ? reason : `${what} needs ${role}`

import { useQuery } from '@tanstack/react-query'
import { keyNamesQuery } from '../queries/server.ts'

type Id = string | null | undefined

/** Made at run time: only these have names that people give and change. */
const isStored = (id: Id): boolean => id?.startsWith('key:') ?? false

/** `API_KEY_VIEWER` for `env:viewer`, as its variable is called; stored keys by their name; others as they are. */
export function keyName(id: string, names: Readonly<Record<string, string>>): string {
  if (id === 'generated:admin') return 'the generated admin key'
  const role = /^env:(\w+)$/.exec(id)?.[1]
  return role === undefined ? (names[id] ?? id) : `API_KEY_${role.toUpperCase()}`
}

const none: Readonly<Record<string, string>> = {}

/** What people call a key by its id, as it is renamed; empty for no key. Names are asked for once there is a stored key. */
export function useKeyName(id: Id): string {
  const { data, isLoading } = useQuery({ ...keyNamesQuery, enabled: isStored(id), select: ({ names }) => names })
  if (id == null) return ''
  // An id is longer than most names: what stands beside it would move.
  return isLoading ? '…' : keyName(id, data ?? none)
}

/** Whether the names of these keys are known, or cannot be: a list that is drawn sooner changes its lines. */
export function useAreKeysNamed(ids: readonly Id[]): boolean {
  return !useQuery({ ...keyNamesQuery, enabled: ids.some(isStored) }).isLoading
}

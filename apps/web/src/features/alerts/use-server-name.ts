import { useQuery } from '@tanstack/react-query'
import { instancesQuery } from '../../lib/queries/server.ts'

/** The server that something is about, as far as there are several; null where it goes without saying. */
export function useServerName(instance: string | null): string | null {
  const { data: count = 1 } = useQuery({ ...instancesQuery, select: ({ instances }) => instances.length })
  return instance === null || count < 2 ? null : `on ${instance}`
}

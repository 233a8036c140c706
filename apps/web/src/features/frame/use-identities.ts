import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { useIsListAwaited } from '../../lib/models/model-identity.ts'
import { availableQuery } from '../../lib/queries/models.ts'

/** Asks for the list that gives models their colours, where the page draws one that has none and asks for no list itself. */
export function useIdentities(): void {
  const client = useQueryClient()
  const instance = useInstance()
  const isAllowed = useMissing('models.available') === null
  const isAwaited = useIsListAwaited()
  useEffect(() => {
    if (isAwaited && isAllowed) void client.prefetchQuery({ ...availableQuery(instance), staleTime: 0 })
  }, [client, instance, isAllowed, isAwaited])
}

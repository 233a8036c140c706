import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keepLastKnown } from '../../lib/offline/last-known.ts'

/** Keeps what the dashboard answers, for the time when it is away. */
export function useOffline(): void {
  const client = useQueryClient()
  useEffect(() => {
    // Without it nobody could open the page then.
    if (!('serviceWorker' in navigator)) return
    const leaving = new AbortController()
    void keepLastKnown(client, leaving.signal)
    return () => leaving.abort()
  }, [client])
}

import { useSyncExternalStore } from 'react'

const key = 'ollama-dashboard.jobs-cleared-at'
const listeners = new Set<() => void>()

/** When this person last cleared away the ended jobs, RFC 3339; '' for never. The server keeps them. */
export const useClearedAt = (): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => localStorage.getItem(key) ?? '',
  )

export function clearEndedJobs(): void {
  localStorage.setItem(key, new Date().toISOString())
  for (const listener of listeners) listener()
}

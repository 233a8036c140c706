import { createNotifier } from '../../lib/notifier.ts'

const key = 'ollama-dashboard.jobs-cleared-at'
const changes = createNotifier()

/** When this person last cleared away the ended jobs, RFC 3339; '' for never. The server keeps them. */
export const useClearedAt = (): string => changes.use(() => localStorage.getItem(key) ?? '')

export function clearEndedJobs(): void {
  localStorage.setItem(key, new Date().toISOString())
  changes.notify()
}

import { createNotifier } from '../../../lib/notifier.ts'

const key = 'demo-notice-closed'
const changes = createNotifier()
let isClosed = remembered()

/** Whether the person has closed the band of the demo. It comes back with the next visit, for demo data look real. */
export const useNoticeClosed = (): boolean => changes.use(() => isClosed)

export function closeNotice(): void {
  isClosed = true
  try {
    sessionStorage.setItem(key, 'true')
  } catch {
    // It holds while the page is open.
  }
  changes.notify()
}

function remembered(): boolean {
  try {
    return sessionStorage.getItem(key) !== null
  } catch {
    return false
  }
}

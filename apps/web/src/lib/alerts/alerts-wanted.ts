import { basePath } from '../api/base-path.ts'

const key = `alert-notifications${basePath}`

/** Of the window: somebody turned notifications on or off here. */
export const notificationsChanged = 'alert-notifications'

/** Whether the person wants this browser to tell of alerts; false where storage is forbidden. */
export function areNotificationsWanted(): boolean {
  try {
    return localStorage.getItem(key) === 'on'
  } catch {
    return false
  }
}

export function wantNotifications(next: 'on' | 'off'): void {
  try {
    localStorage.setItem(key, next)
  } catch {
    // Where storage is forbidden there is no way to turn it on for long.
  }
  dispatchEvent(new Event(notificationsChanged))
}

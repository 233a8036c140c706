import { createNotifier } from '../notifier.ts'
import { areNotificationsWanted, notificationsChanged, wantNotifications } from './alerts-wanted.ts'

const changes = createNotifier((notify) => {
  // Another tab turns it on or off, and the browser's own settings change while somebody is there.
  const events = ['storage', 'focus', notificationsChanged]
  for (const event of events) addEventListener(event, notify)
  return () => {
    for (const event of events) removeEventListener(event, notify)
  }
})

/** `impossible`: not in this browser, or not on a connection that it trusts; `blocked`: its settings forbid them. */
export type NotificationState = 'off' | 'on' | 'blocked' | 'impossible'

function stateNow(): NotificationState {
  // Locks are what keeps several tabs from telling the same.
  if (!('Notification' in window) || !('locks' in navigator)) return 'impossible'
  if (Notification.permission === 'denied') return 'blocked'
  return areNotificationsWanted() && Notification.permission === 'granted' ? 'on' : 'off'
}

/** Whether this browser tells of new alerts while nobody looks at the page. */
export const useNotificationState = (): NotificationState => changes.use(stateNow)

/** Asks the person for permission, if need be. What is chosen is kept for the next visit. */
export async function setNotifications(next: 'on' | 'off'): Promise<void> {
  if (next === 'on' && Notification.permission === 'default') await Notification.requestPermission()
  wantNotifications(next)
}

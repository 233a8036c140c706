import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { areNotificationsWanted, notificationsChanged } from '../../lib/alerts/alerts-wanted.ts'
import { loadPart } from '../../lib/load-part.ts'

/** Tells of new alerts while nobody looks, where the person turned that on. Nobody else loads what it takes. */
export function useAlertNotifications(isAllowed: boolean): void {
  const client = useQueryClient()
  const navigate = useNavigate()
  useEffect(() => {
    if (!isAllowed) return
    let going: AbortController | undefined
    const open = (alert: string | null) => void navigate({ to: '/alerts', search: alert === null ? {} : { alert } })
    const follow = () => {
      if (areNotificationsWanted() === (going !== undefined)) return
      going?.abort()
      going = going ? undefined : new AbortController()
      if (going) start(going.signal)
    }
    const start = (signal: AbortSignal) =>
      void loadPart(() => import('../../lib/alerts/alert-notifier.ts'))
        .then(({ notifyOfAlerts }) => notifyOfAlerts({ client, open, signal }))
        .catch(reportError)
    follow()
    for (const event of [notificationsChanged, 'storage']) addEventListener(event, follow)
    return () => {
      going?.abort()
      for (const event of [notificationsChanged, 'storage']) removeEventListener(event, follow)
    }
  }, [client, navigate, isAllowed])
}

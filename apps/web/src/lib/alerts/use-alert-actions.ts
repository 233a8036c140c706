import type { Alert, Mute } from '@ollama-dashboard/contracts'
import { useMutation } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { formatUntil } from '../format.ts'
import { notify } from '../notices.ts'
import { alertKeys, timelineKey } from '../queries/keys.ts'

const meta = { invalidates: [alertKeys.all, timelineKey] }

/** Sends no messages about an alert, and of the same trouble again, until then: milliseconds since the epoch. */
export function useMute() {
  const { mutate: unmute } = useUnmute()
  return useMutation({
    mutationFn: ({ alert, until }: { readonly alert: Alert; readonly until: number }) =>
      api.alerts.mute({ params: { id: alert.id }, body: { until: new Date(until).toISOString() } }),
    onSuccess: ({ mute }, { alert }) =>
      notify({
        kind: 'ok',
        title: `Muted until ${formatUntil(mute.until, Date.now())}: ${alert.title}`,
        undo: { label: 'Unmute', run: () => unmute(mute) },
      }),
    onError: (error, { alert }) => notify({ kind: 'broken', title: `Not muted: ${alert.title}`, error }),
    meta,
  })
}

export const useUnmute = () =>
  useMutation({
    mutationFn: ({ id }: Mute) => api.alerts.unmute({ params: { id } }),
    onSuccess: (_, mute) => notify({ kind: 'ok', title: `Unmuted: ${mute.title}` }),
    onError: (error, mute) => notify({ kind: 'broken', title: `Not unmuted: ${mute.title}`, error }),
    meta,
  })

/** It fires again only after its cause was gone. */
export const useResolve = () =>
  useMutation({
    mutationFn: ({ id }: Alert) => api.alerts.resolve({ params: { id } }),
    onSuccess: (_, alert) => notify({ kind: 'ok', title: `Resolved: ${alert.title}` }),
    onError: (error, alert) => notify({ kind: 'broken', title: `Not resolved: ${alert.title}`, error }),
    meta,
  })

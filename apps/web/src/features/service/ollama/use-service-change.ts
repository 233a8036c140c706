import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { notify } from '../../../lib/notices.ts'
import { doctorKey, healthKey, instancesKey, modelKeys, serviceKey, versionKey } from '../../../lib/queries/keys.ts'

export type ServiceAction = 'start' | 'stop' | 'restart'

export const actionWords: Readonly<Record<ServiceAction, { readonly verb: string; readonly doing: string }>> = {
  start: { verb: 'Start', doing: 'Starting…' },
  stop: { verb: 'Stop', doing: 'Stopping…' },
  restart: { verb: 'Restart', doing: 'Restarting…' },
}

/** Starts, stops or restarts a server. It goes on when the page is left; that takes half a minute at most. */
export const useServiceChange = (instance: InstanceName) =>
  useMutation({
    mutationFn: (action: ServiceAction) => api.service[action]({ query: instanceQuery(instance) }),
    onSuccess: ({ message }) => notify({ kind: 'ok', title: message.replace(/\.$/, ''), topic: 'service' }),
    meta: { invalidates: [serviceKey, healthKey, instancesKey, versionKey, doctorKey, modelKeys.all] },
  })

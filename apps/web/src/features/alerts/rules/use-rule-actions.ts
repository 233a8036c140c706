import type { AlertRule, NewRule, RuleChange } from '@ollama-dashboard/contracts'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { notify } from '../../../lib/notices.ts'
import { alertKeys } from '../../../lib/queries/keys.ts'

const meta = { invalidates: [alertKeys.all] }

export const useAddRule = (onDone: () => void) =>
  useMutation({
    mutationFn: (rule: NewRule) => api.alerts.addRule({ body: rule }),
    onSuccess(rule) {
      onDone()
      notify({ kind: 'ok', title: `Rule ${rule.title} made` })
    },
    meta,
  })

interface Change {
  readonly rule: AlertRule
  readonly change: RuleChange
}

export const useChangeRule = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ rule, change }: Change) => api.alerts.changeRule({ params: { id: rule.id }, body: change }),
    onSuccess(rule) {
      onDone()
      notify({ kind: 'ok', title: `Rule ${rule.title} saved` })
    },
    meta,
  })

/** Deletes a rule that was made; a built-in one has its defaults again. */
export const useRemoveRule = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ id }: AlertRule) => api.alerts.removeRule({ params: { id } }),
    onSuccess(_, { title, built_in }) {
      onDone()
      notify({ kind: 'ok', title: built_in ? `Rule ${title} has its defaults again` : `Rule ${title} deleted` })
    },
    meta,
  })

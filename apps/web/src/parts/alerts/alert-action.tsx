import type { Alert } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { actionOf } from '../../lib/alerts/alert-action.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { buttonStyle } from '../../ui/button-style.ts'

export interface AlertActionProps {
  readonly alert: Alert
  readonly size?: 'control' | 'small'
}

/** What helps, beside what is wrong; nothing where nothing here would, or it may not be seen. */
export function AlertAction({ alert, size = 'control' }: AlertActionProps) {
  const action = actionOf(alert)
  const needs = useMissing(...(action ? [action.needs] : []))
  if (!action || needs !== null) return null
  const className = buttonStyle({ size })
  // Of the server that it is about, whichever is looked at now.
  const instance = alert.instance === null ? {} : { instance: alert.instance }
  if (action.to === '/timeline')
    return (
      <Link to="/timeline" search={{ ...instance, kinds: action.kinds, last: '30d' }} className={className}>
        {action.label}
      </Link>
    )
  if (action.to !== '/models')
    return (
      <Link to={action.to} search={instance} className={className}>
        {action.label}
      </Link>
    )
  const { model, tab } = action
  return (
    <Link
      to="/models"
      search={{
        ...instance,
        ...(model === null ? { sort: 'size', desc: true } : { model }),
        ...(tab !== null && { tab }),
      }}
      className={className}
    >
      {action.label}
    </Link>
  )
}

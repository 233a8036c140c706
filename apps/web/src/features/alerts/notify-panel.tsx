import { type ReactNode, useId } from 'react'
import { type NotificationState, setNotifications, useNotificationState } from '../../lib/alerts/notifications.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Panel } from '../../ui/panel.tsx'

const explanations: Readonly<Record<NotificationState, ReactNode>> = {
  on: 'Critical and warning alerts are shown while the page is open and out of sight.',
  off: 'Shows critical and warning alerts while the page is open and out of sight. The browser asks you first.',
  blocked:
    'Blocked in this browser. Allow notifications in its settings for this site, usually with the icon beside the address.',
  impossible: isSecureContext
    ? 'This browser has no notifications for pages.'
    : 'Browsers allow notifications over HTTPS alone, or on the machine itself.',
}

/** Whether this browser tells of new alerts while nobody looks at the page. */
export function NotifyPanel() {
  const id = useId()
  const state = useNotificationState()
  const isOff = state === 'blocked' || state === 'impossible'
  return (
    <Panel title="In this browser">
      <div className="grid grid-cols-[1rem_minmax(0,1fr)] items-start gap-x-2.5 gap-y-1 px-(--pad) py-3">
        <span className="grid h-5 place-items-center">
          <Checkbox
            id={id}
            label="Show notifications"
            describedBy={`${id}why`}
            checked={state === 'on'}
            disabled={isOff}
            onToggle={() => void setNotifications(state === 'on' ? 'off' : 'on')}
          />
        </span>
        <label htmlFor={id} className={isOff ? 'font-medium text-ink-muted' : 'font-medium text-ink-strong'}>
          Show notifications
        </label>
        <p id={`${id}why`} aria-live="polite" className="col-start-2 text-small text-ink-muted">
          {explanations[state]}
        </p>
      </div>
    </Panel>
  )
}

import type { Alert } from '@ollama-dashboard/contracts'
import { AlertAction } from '../../../parts/alerts/alert-action.tsx'
import { AlertTitle } from '../../../parts/alerts/alert-title.tsx'
import { MuteButton } from '../../../parts/alerts/mute-button.tsx'
import { SeverityIcon } from '../../../parts/alerts/severity-icon.tsx'

export interface AlertLineProps {
  readonly alert: Alert
  readonly unavailable: string | null
}

/** One of what is wrong, in a narrow column. */
export const AlertLine = ({ alert, unavailable }: AlertLineProps) => (
  <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 px-(--pad) py-3">
    <SeverityIcon severity={alert.severity} className="mt-0.5" />
    <div className="min-w-0">
      <p className="font-medium wrap-anywhere text-ink-strong">
        <AlertTitle title={alert.title} model={alert.model} />
      </p>
      <p className="line-clamp-3 text-small wrap-anywhere text-ink-muted" title={alert.description}>
        {alert.description}
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-2 [&>button:first-child]:-ml-2">
        <AlertAction alert={alert} size="small" />
        <MuteButton alert={alert} size="small" unavailable={unavailable} />
      </div>
    </div>
  </li>
)

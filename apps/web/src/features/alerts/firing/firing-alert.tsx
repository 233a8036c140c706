import type { Alert } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { Check } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { alertFacts } from '../../../lib/alerts/alert-words.ts'
import { useResolve } from '../../../lib/alerts/use-alert-actions.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { AlertAction } from '../../../parts/alerts/alert-action.tsx'
import { AlertTitle } from '../../../parts/alerts/alert-title.tsx'
import { MuteButton } from '../../../parts/alerts/mute-button.tsx'
import { SeverityIcon } from '../../../parts/alerts/severity-icon.tsx'
import { Button } from '../../../ui/button.tsx'
import { useServerName } from '../use-server-name.ts'

export interface FiringAlertProps {
  readonly alert: Alert
  readonly now: number
  /** A link leads to it. */
  readonly isTarget: boolean
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
}

/** What was seen, with its figures, and what to do about it. */
export function FiringAlert({ alert, now, isTarget, unavailable }: FiringAlertProps) {
  const id = useId()
  const article = useRef<HTMLElement>(null)
  const needsResolve = useMissing('alerts.resolve')
  const { mutate: resolve, isPending } = useResolve()
  const isMuted = alert.muted_until !== null
  const server = useServerName(alert.instance)
  useEffect(() => {
    if (!isTarget) return
    article.current?.scrollIntoView({ block: 'nearest' })
    article.current?.focus({ preventScroll: true })
  }, [isTarget])
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-labelledby={id}
      className={clsx(
        'relative grid scroll-my-20 grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 px-(--pad) py-3.5 outline-none',
        isTarget && 'bg-hover before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent',
      )}
    >
      <SeverityIcon severity={alert.severity} isQuiet={isMuted} className="mt-0.5" />
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2.5">
        <div className="min-w-0 flex-1 basis-70">
          <h3 id={id} className={clsx('font-medium wrap-anywhere', isMuted ? 'text-ink' : 'text-ink-strong')}>
            <AlertTitle title={alert.title} model={alert.model} />
          </h3>
          <p className="max-w-[80ch] wrap-anywhere text-ink-muted">{alert.description}</p>
          <p className="mt-1 text-small text-ink-faint tabular-nums">{alertFacts(alert, now, server)}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2 phone:grid phone:basis-full phone:grid-cols-2 phone:[&>a]:col-span-2">
          <AlertAction alert={alert} />
          {!isMuted && <MuteButton alert={alert} unavailable={unavailable} />}
          <Button
            look="quiet"
            icon={Check}
            needs={needsResolve}
            unavailable={unavailable}
            disabled={isPending}
            aria-busy={isPending}
            title="It fires again only after its cause was gone"
            aria-label={`Resolve: ${alert.title}${needsResolve === null ? '' : `, ${needsResolve.short}`}`}
            onClick={() => resolve(alert)}
          >
            {isPending ? 'Resolving…' : 'Resolve'}
          </Button>
        </div>
      </div>
    </article>
  )
}

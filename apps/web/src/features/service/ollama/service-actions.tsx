import type { ServiceStatus } from '@ollama-dashboard/contracts'
import { Play, RotateCw, Square } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { Button } from '../../../ui/button.tsx'
import { actionWords, type ServiceAction, type useServiceChange } from './use-service-change.ts'

const ChangeDialog = lazy(() =>
  loadPart(() => import('./change-dialog.tsx')).then(({ ChangeDialog }) => ({ default: ChangeDialog })),
)

export interface ServiceActionsProps {
  readonly service: ServiceStatus
  readonly change: ReturnType<typeof useServiceChange>
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
}

const changedBy = { starting: 'start', stopping: 'stop', restarting: 'restart' } as const

/** Start, stop and restart: locked with the reason for who may not, and off with the reason where that cannot be. */
export function ServiceActions({ service, change, unavailable }: ServiceActionsProps) {
  const needs = {
    start: useMissing('service.start'),
    stop: useMissing('service.stop'),
    restart: useMissing('service.restart'),
  }
  const [asking, setAsking] = useState<'stop' | 'restart' | null>(null)
  const doing = change.isPending ? change.variables : service.changing && changedBy[service.changing]
  const impossible = unavailable ?? (service.can_control ? null : 'The dashboard cannot control this server: see below')
  const offFor = (action: ServiceAction): string | null => {
    if (impossible !== null) return impossible
    if (action === 'start' && service.running) return 'Runs already'
    return action !== 'start' && service.status === 'stopped' ? 'Does not run' : null
  }
  const button = (action: ServiceAction, icon: typeof Play, onClick: () => void) => (
    <Button
      key={action}
      look={action === 'restart' ? 'primary' : 'plain'}
      icon={icon}
      needs={needs[action]}
      isTerse
      unavailable={needs[action] === null ? offFor(action) : null}
      disabled={Boolean(doing)}
      aria-busy={doing === action}
      onClick={onClick}
    >
      {doing === action ? actionWords[action].doing : actionWords[action].verb}
    </Button>
  )
  return (
    <div className="ml-auto flex flex-wrap gap-2 phone:ml-0 phone:grid phone:w-full phone:grid-cols-3">
      {button('start', Play, () => change.mutate('start'))}
      {button('stop', Square, () => setAsking('stop'))}
      {button('restart', RotateCw, () => setAsking('restart'))}
      <Suspense fallback={null}>
        {asking !== null && (
          <ChangeDialog
            action={asking}
            onClose={() => setAsking(null)}
            onConfirm={() => {
              setAsking(null)
              change.mutate(asking)
            }}
          />
        )}
      </Suspense>
    </div>
  )
}

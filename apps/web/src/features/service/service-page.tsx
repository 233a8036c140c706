import { useQuery } from '@tanstack/react-query'
import { useOutage } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { serviceStatusQuery } from '../../lib/queries/service.ts'
import { DashboardPanel } from './dashboard-panel.tsx'
import { DoctorPanel } from './doctor/doctor-panel.tsx'
import { HealthPanel } from './health/health-panel.tsx'
import { LimitsPanel } from './limits-panel.tsx'
import { LogPanel } from './log/log-panel.tsx'
import { OllamaPanel } from './ollama/ollama-panel.tsx'
import { ServiceActions } from './ollama/service-actions.tsx'
import { useServiceChange } from './ollama/use-service-change.ts'
import { VersionsPanel } from './versions-panel.tsx'

/** How Ollama is run, whether every part is well, what is unsafe, and what is left of the limits. */
export function ServicePage() {
  usePageTitle('Service')
  // None of this needs Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  const instance = useInstance()
  const needs = useMissing('service.status')
  const service = useQuery({ ...serviceStatusQuery(instance), enabled: needs === null })
  const change = useServiceChange(instance)
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:gap-3 phone:px-4 phone:pt-4">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1>Service</h1>
        {service.data && <ServiceActions service={service.data} change={change} unavailable={unavailable} />}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_23.5rem] items-start gap-(--gap) max-[70rem]:grid-cols-[minmax(0,1fr)] phone:gap-3">
        <div className="grid min-w-0 gap-(--gap) phone:gap-3">
          <OllamaPanel query={service} needs={needs} change={change} isLastKnown={unavailable !== null} />
          <DoctorPanel unavailable={unavailable} />
          <HealthPanel isLastKnown={unavailable !== null} />
          <LogPanel run={`${service.data?.status} ${service.data?.pid}`} />
        </div>
        <div className="grid min-w-0 gap-(--gap) phone:gap-3">
          <LimitsPanel />
          <VersionsPanel />
          <DashboardPanel unavailable={unavailable} />
        </div>
      </div>
    </main>
  )
}

import type { PlannedLoad, RunningModel } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Boxes, Play } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { InstanceName } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { loadPart } from '../../lib/load-part.ts'
import { isAction, isEnded, jobsQuery } from '../../lib/models/jobs.ts'
import { loadPlanQuery, runningQuery } from '../../lib/queries/models.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { DownloadRows, useDownloadCount } from './download-rows.tsx'
import { keepPlaces, type Places } from './keep-places.ts'
import { RunningRow } from './running-row.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

const StartPicker = lazy(() =>
  loadPart(() => import('./start-picker.tsx')).then(({ StartPicker }) => ({ default: StartPicker })),
)

const none: readonly RunningModel[] = []

/** The plans of all rows in one request. One that is in memory though it is not installed would fail for all of them. */
function usePlans(instance: InstanceName, models: readonly RunningModel[]): readonly PlannedLoad[] {
  const names = models.flatMap(({ name, state, modified_at }) => (state === 'loaded' && modified_at ? [name] : []))
  const query = loadPlanQuery(instance, names.slice(0, limits.models))
  return useQuery({ ...query, placeholderData: keepPreviousData }).data?.models ?? []
}

function useKeptPlaces(models: readonly RunningModel[]): readonly RunningModel[] {
  const { data: restarting = [] } = useQuery({
    ...jobsQuery,
    select: ({ jobs }) =>
      jobs.filter(isAction).flatMap((job) => (job.kind === 'restart' && !isEnded(job) ? [job.model] : [])),
  })
  const places = useRef<Places>(new Map())
  const kept = keepPlaces(places.current, models, restarting)
  places.current = kept.places
  return kept.shown
}

export function RunningModels() {
  const instance = useInstance()
  const { data, dataUpdatedAt, error } = useQuery(runningQuery(instance))
  const needs = useMissing('models.start')
  const [isPicking, setPicking] = useState(false)
  const models = useKeptPlaces(data?.models ?? none)
  const loading = models.filter(({ state }) => state === 'loading').length
  const plans = usePlans(instance, models)
  const downloads = useDownloadCount()
  const rows = useRef<HTMLUListElement>(null)
  const startButton = useRef<HTMLButtonElement>(null)
  const keptFocus = useKeptFocus(rows, startButton)
  const isOld = (data?.stale ?? false) || error !== null

  return (
    <Panel
      title="Running models"
      aside={
        data && (
          <span className="text-ink-faint tabular-nums">
            {models.length - loading} running{loading > 0 && `, ${loading} loading`}
            {downloads > 0 && <span className="phone:hidden">, {downloads} downloading</span>}
          </span>
        )
      }
      end={
        <Button
          ref={startButton}
          look="quiet"
          size="small"
          icon={Play}
          needs={needs}
          onClick={() => setPicking(true)}
          className="-mr-2 phone:mr-0"
        >
          Start a model
        </Button>
      }
    >
      {!data && !error && <SkeletonRows rows={3} />}
      {!data && error && (
        <p className="p-(--pad) text-ink-muted">Running models appear here once Ollama is reachable.</p>
      )}
      <div {...keptFocus}>
        {data && models.length + downloads === 0 && (
          <Empty
            icon={Boxes}
            title="No models loaded"
            actions={
              <Button look="primary" icon={Play} needs={needs} onClick={() => setPicking(true)}>
                Start a model
              </Button>
            }
          >
            A model loads with its first request. Start one here to have it ready.
          </Empty>
        )}
        <ul ref={rows} className="divide-y divide-line">
          {models.map((model) => (
            <RunningRow
              key={model.name}
              model={model}
              plan={plans.find((one) => one.model === model.name) ?? null}
              readAt={dataUpdatedAt}
              isOld={isOld}
            />
          ))}
          <DownloadRows />
        </ul>
      </div>
      <Suspense fallback={null}>{isPicking && <StartPicker onClose={() => setPicking(false)} />}</Suspense>
    </Panel>
  )
}

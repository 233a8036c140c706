import { Tabs } from '@base-ui/react/tabs'
import type { Model, ModelInfo } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { MessageSquare, Play, RotateCw, SlidersHorizontal, Square, Trash2, X } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { endpoints } from '../../../lib/api/api.ts'
import { useUnavailable } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissingRole } from '../../../lib/api/use-permission.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { canChat } from '../../../lib/models/capabilities.ts'
import { useActionState, useModelAction } from '../../../lib/models/model-actions.ts'
import { modelInfoQuery, runningQuery } from '../../../lib/queries/models.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { RunningStatus } from '../../../parts/running-status.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyIconButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { DetailTab } from '../list/models-search.ts'
import { useHasEdits } from '../settings/settings-drafts.ts'
import { UnsavedMark } from '../settings/unsaved-mark.tsx'
import { BeforeStart } from './before-start.tsx'
import { DrawerHead, DrawerTabs, drawerPanel } from './drawer-parts.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { ParametersTab } from './parameters-tab.tsx'
import { TextTab } from './text-tab.tsx'

const MemoryTab = lazy(() =>
  loadPart(() => import('../memory/memory-tab.tsx')).then(({ MemoryTab }) => ({ default: MemoryTab })),
)
const PerformanceTab = lazy(() =>
  loadPart(() => import('./performance-tab.tsx')).then(({ PerformanceTab }) => ({ default: PerformanceTab })),
)

const tabs: readonly (readonly [DetailTab, string, (info: ModelInfo, onSettings: () => void) => ReactNode])[] = [
  ['glance', 'At a glance', (info) => <OverviewTab info={info} />],
  ['parameters', 'Parameters', ({ parameters }) => <ParametersTab text={parameters} />],
  ['template', 'Template', ({ template }) => <TextTab text={template} empty="This model has no prompt template." />],
  [
    'modelfile',
    'Modelfile',
    ({ modelfile }) => <TextTab text={modelfile} empty="Ollama reports no Modelfile for this model." />,
  ],
  ['licence', 'Licence', ({ license }) => <TextTab text={license} empty="This model has no licence text." />],
  [
    'memory',
    'Memory',
    (info, onSettings) => (
      <Suspense fallback={<Skeleton className="h-64" />}>
        <MemoryTab info={info} onSettings={onSettings} />
      </Suspense>
    ),
  ],
  [
    'performance',
    'Performance',
    ({ model }) => (
      <Suspense fallback={<Skeleton className="h-64" />}>
        <PerformanceTab model={model} />
      </Suspense>
    ),
  ],
  ['raw', 'Raw', (info) => <TextTab text={JSON.stringify(info, null, 2)} empty="" />],
]

export interface ModelDetailsProps {
  readonly name: string
  readonly tab: DetailTab
  readonly onTab: (tab: DetailTab) => void
  readonly onSettings: () => void
  readonly onDelete: (name: string) => void
  readonly onClose: () => void
}

/** What Ollama tells of a model, and what can be done with it. */
export function ModelDetails({ name, tab, onTab, onSettings, onDelete, onClose }: ModelDetailsProps) {
  const info = useQuery(modelInfoQuery(useInstance(), name))
  return (
    <>
      <DrawerHead
        name={name}
        end={
          <>
            <CopyIconButton text={name} label="Copy name" className="phone:size-11" />
            <IconButton icon={X} label="Close details" className="phone:size-11" onClick={onClose} />
          </>
        }
      >
        <Actions name={name} model={info.data?.model ?? null} onSettings={onSettings} onDelete={onDelete} />
      </DrawerHead>
      <Tabs.Root value={tab} onValueChange={onTab} className="flex min-h-0 flex-1 flex-col">
        <DrawerTabs label="Details" value={tab} tabs={tabs.map(([id, label]) => [id, label] as const)} />
        {tabs.map(([id, , show]) => (
          <Tabs.Panel key={id} value={id} className={clsx(drawerPanel, 'gap-5')}>
            {info.data && show(info.data, onSettings)}
            {!info.data && info.error && <ProblemNote error={info.error} />}
            {!info.data && !info.error && <Skeleton className="h-40" />}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  )
}

interface ActionsProps extends Pick<ModelDetailsProps, 'name' | 'onSettings' | 'onDelete'> {
  /** Null until it is known. */
  readonly model: Model | null
}

function Actions({ name, model, onSettings, onDelete }: ActionsProps) {
  const instance = useInstance()
  const needs = useMissingRole(endpoints.models.start)
  const needsDelete = useMissingRole(endpoints.models.delete)
  const unavailable = useUnavailable()
  const { mutate } = useModelAction(instance)
  const { pending, error } = useActionState(instance, name)
  const hasEdits = useHasEdits(name)
  const { data: state = null } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.find((model) => model.name === name)?.state ?? null,
  })
  const isStarting = state === 'loading' || pending?.action === 'start'
  const isRunning = state !== null || isStarting
  const isBusy = pending !== null && !isStarting
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        {model?.remote ? null : isRunning ? (
          <>
            <Button
              icon={Square}
              needs={needs}
              isTerse
              unavailable={unavailable}
              disabled={isBusy}
              onClick={() => mutate({ action: 'stop', model: name })}
              className="phone:flex-1"
            >
              Stop
            </Button>
            <Button
              icon={RotateCw}
              needs={needs}
              isTerse
              unavailable={unavailable}
              disabled={isBusy || isStarting}
              onClick={() => mutate({ action: 'restart', model: name })}
              className="phone:flex-1"
            >
              Restart
            </Button>
          </>
        ) : (
          <Button
            look="primary"
            icon={Play}
            needs={needs}
            isTerse
            unavailable={unavailable}
            disabled={isBusy}
            onClick={() => mutate({ action: 'start', model: name })}
            className="phone:flex-1"
          >
            Start
          </Button>
        )}
        {model && canChat(model) && (
          <Link
            to="/chat"
            search={{ model: name }}
            className="touch-target inline-flex h-(--control) flex-none items-center justify-center gap-1.5 rounded-control bg-raised px-[11px] font-medium whitespace-nowrap text-ink shadow-raise hover:bg-hover hover:text-ink-strong phone:h-11 phone:flex-1"
          >
            <MessageSquare aria-hidden className="-ml-0.5 size-3.5 flex-none text-ink-muted" />
            Chat
          </Link>
        )}
        <Button icon={SlidersHorizontal} onClick={onSettings} className="phone:flex-1">
          Settings
          {hasEdits && <UnsavedMark />}
        </Button>
        <Button
          icon={Trash2}
          needs={needsDelete}
          isTerse={needs !== null}
          unavailable={unavailable}
          onClick={() => onDelete(name)}
        >
          Delete
        </Button>
        <RunningStatus name={name} state={state} />
      </div>
      {!model?.remote && !isStarting && pending === null && <BeforeStart name={name} isRunning={isRunning} />}
      {needs !== null && (
        <p className="text-small text-ink-faint">
          Starting and stopping needs {needs}, deleting needs {needsDelete}.
        </p>
      )}
      {error !== null && <ProblemNote error={error} />}
    </div>
  )
}

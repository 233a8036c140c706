import { Tabs } from '@base-ui/react/tabs'
import type { ModelInfo } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Play, RotateCw, Square, Trash2, X } from 'lucide-react'
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { endpoints } from '../../lib/api.ts'
import { useActionState, useModelAction } from '../../lib/model-actions.ts'
import { modelInfoQuery, runningQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { useMissingRole } from '../../lib/use-permission.ts'
import { Button } from '../../ui/button.tsx'
import { CopyIconButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { IdentityMark, ModelName } from '../../ui/model-name.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { RunningStatus } from '../../ui/running-status.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { GlanceTab } from './glance-tab.tsx'
import type { DetailTab } from './models-search.ts'
import { ParametersTab } from './parameters-tab.tsx'
import { TextTab } from './text-tab.tsx'
import { useModelsSearch } from './use-models-search.ts'

const MemoryTab = lazy(() => import('./memory-tab.tsx').then(({ MemoryTab }) => ({ default: MemoryTab })))

const tabs: readonly (readonly [DetailTab, string, (info: ModelInfo) => ReactNode])[] = [
  ['glance', 'At a glance', (info) => <GlanceTab info={info} />],
  ['parameters', 'Parameters', ({ parameters }) => <ParametersTab text={parameters} />],
  ['template', 'Template', ({ template }) => <TextTab text={template} empty="This model has no prompt template." />],
  [
    'modelfile',
    'Modelfile',
    ({ modelfile }) => <TextTab text={modelfile} empty="Ollama tells no Modelfile of this model." />,
  ],
  ['licence', 'Licence', ({ license }) => <TextTab text={license} empty="This model comes without a licence text." />],
  [
    'memory',
    'Memory',
    (info) => (
      <Suspense fallback={<Skeleton className="h-64" />}>
        <MemoryTab info={info} />
      </Suspense>
    ),
  ],
  ['raw', 'Raw', (info) => <TextTab text={JSON.stringify(info, null, 2)} empty="" />],
]

export interface ModelDrawerProps {
  readonly name: string
  readonly tab: DetailTab
  readonly onDelete: (name: string) => void
}

/** All about one model, docked beside the list; over everything on a phone. */
export function ModelDrawer({ name, tab, onDelete }: ModelDrawerProps) {
  const instance = useInstance()
  const { change } = useModelsSearch()
  const info = useQuery(modelInfoQuery(instance, name))
  const close = () => change({ model: undefined, tab: undefined })
  const panel = useReturnedFocus()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    close()
  }

  return (
    <aside
      ref={panel}
      aria-label={`Details of ${name}`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="sticky top-(--bar) flex h-[calc(100dvh-var(--bar))] w-[560px] flex-none flex-col border-l border-line bg-panel outline-none max-[1180px]:w-[460px] phone:fixed phone:inset-0 phone:z-30 phone:h-dvh phone:w-full phone:border-0 phone:bg-background"
    >
      <header className="grid gap-2.5 px-5 pt-4 phone:bg-panel phone:px-4 phone:pt-2">
        <div className="flex min-w-0 items-start gap-2.5">
          <IdentityMark name={name} className="mt-[11px] phone:mt-[17px]" />
          <h2 className="min-w-0 flex-1 py-1.5 text-base phone:py-3 phone:text-prose">
            <ModelName name={name} whole />
          </h2>
          <CopyIconButton text={name} label="Copy name" />
          <IconButton icon={X} label="Close details" onClick={close} />
        </div>
        <Actions name={name} onDelete={onDelete} />
      </header>
      <Tabs.Root
        value={tab}
        onValueChange={(next: DetailTab) => change({ tab: next === 'glance' ? undefined : next })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List
          className="mt-2 flex flex-none gap-[13px] overflow-x-auto border-b border-line px-5 [scrollbar-width:none] phone:mt-0 phone:bg-panel phone:px-4 phone:pt-2"
          aria-label="Details"
        >
          {tabs.map(([id, label]) => (
            <Tabs.Tab
              key={id}
              value={id}
              className="flex-none border-b-2 border-transparent pt-2 pb-[9px] font-medium whitespace-nowrap text-ink-muted hover:text-ink data-active:border-ink-strong data-active:text-ink-strong phone:h-11 phone:min-w-11"
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(([id, , show]) => (
          <Tabs.Panel
            key={id}
            value={id}
            className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-5 outline-offset-[-2px] phone:p-4"
          >
            {info.data && show(info.data)}
            {!info.data && info.error && <ProblemNote error={info.error} />}
            {!info.data && !info.error && <Skeleton className="h-40" />}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </aside>
  )
}

function Actions({ name, onDelete }: Pick<ModelDrawerProps, 'name' | 'onDelete'>) {
  const instance = useInstance()
  const needs = useMissingRole(endpoints.models.start)
  const needsDelete = useMissingRole(endpoints.models.delete)
  const { mutate } = useModelAction(instance)
  const { pending, error } = useActionState(instance, name)
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
        {isRunning ? (
          <>
            <Button
              icon={Square}
              needs={needs}
              disabled={isBusy}
              onClick={() => mutate({ action: 'stop', model: name })}
              className="phone:flex-1"
            >
              Stop
            </Button>
            <Button
              icon={RotateCw}
              needs={needs}
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
            disabled={isBusy}
            onClick={() => mutate({ action: 'start', model: name })}
            className="phone:flex-1"
          >
            Start
          </Button>
        )}
        <Button icon={Trash2} needs={needsDelete} onClick={() => onDelete(name)} className="phone:flex-1">
          Delete
        </Button>
        <RunningStatus name={name} state={state} />
      </div>
      {error !== null && <ProblemNote error={error} />}
    </div>
  )
}

/** Focus goes into the drawer when it opens, and back to where it was when it closes. */
function useReturnedFocus() {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return panel
}

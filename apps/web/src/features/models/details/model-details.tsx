import { Tabs } from '@base-ui/react/tabs'
import type { ModelInfo } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { X } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { modelInfoQuery } from '../../../lib/queries/models.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { CopyIconButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { DetailTab } from '../list/models-search.ts'
import { DetailActions } from './detail-actions.tsx'
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
        <DetailActions name={name} model={info.data?.model ?? null} onSettings={onSettings} onDelete={onDelete} />
      </DrawerHead>
      <Tabs.Root value={tab} onValueChange={onTab} className="flex min-h-0 flex-1 flex-col">
        <DrawerTabs label="Details" value={tab} tabs={tabs.map(([id, label]) => [id, label] as const)} />
        {tabs.map(([id, , show]) => (
          <Tabs.Panel key={id} value={id} className={clsx(drawerPanel, 'gap-5')}>
            {info.data && show(info.data, onSettings)}
            {!info.data && info.error && (
              <ReadProblem error={info.error} isBusy={info.isFetching} retry={() => void info.refetch()} />
            )}
            {!info.data && !info.error && <Skeleton className="h-40" />}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  )
}

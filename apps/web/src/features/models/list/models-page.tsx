import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import clsx from 'clsx'
import { Plus, SearchX } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatBytes, formatCount } from '../../../lib/format.ts'
import { usePageTitle } from '../../../lib/hooks/use-title.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { availableQuery, runningQuery } from '../../../lib/queries/models.ts'
import { setEdits } from '../../../lib/settings-drafts.ts'
import { NarrowedNote } from '../../../parts/narrowed-note.tsx'
import { NoModel } from '../../../parts/no-model.tsx'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { filterModels, noStates, statesOf, withRunning } from './filter-models.ts'
import { Filters } from './filters.tsx'
import { ListOptions } from './list-options.tsx'
import { ModelList } from './model-list.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useModelsSearch } from './use-models-search.ts'
import { useSelection } from './use-selection.ts'

const DeleteDialog = lazy(() =>
  loadPart(() => import('../delete-dialog.tsx')).then(({ DeleteDialog }) => ({ default: DeleteDialog })),
)
const ModelDrawer = lazy(() =>
  loadPart(() => import('../details/model-drawer.tsx')).then(({ ModelDrawer }) => ({ default: ModelDrawer })),
)

export function ModelsPage() {
  const instance = useInstance()
  const { search, change } = useModelsSearch()
  usePageTitle(search.model ? `${search.model} · Models` : 'Models')
  const { data, error, isFetching, refetch } = useQuery(availableQuery(instance))
  const states = useQuery({ ...runningQuery(instance), select: statesOf })
  const models = useMemo(() => withRunning(data?.models ?? [], states.data), [data, states.data])
  const shown = useMemo(() => filterModels(models, search), [models, search])
  const selection = useSelection(shown)
  const needsPull = useMissing('models.pull')
  const needsDelete = useMissing('models.delete')
  const [isSelecting, setSelecting] = useState(false)
  const [toDelete, setToDelete] = useState<readonly string[]>([])
  const askToDelete = useCallback((name: string) => setToDelete([name]), [])
  // An address can ask as well; not those who may not delete.
  const askedFor = search.delete !== undefined && needsDelete === null ? [search.delete] : toDelete
  const selected = shown.filter(({ name }) => selection.names.has(name))
  const stopAsking = () => {
    setToDelete([])
    if (search.delete !== undefined) change({ delete: undefined })
  }
  const deleted = (names: readonly string[]) => {
    stopAsking()
    selection.clear()
    for (const name of names) setEdits(name, {})
    if (search.model !== undefined && names.includes(search.model)) change({ model: undefined, tab: undefined })
  }
  const total = models.reduce((sum, { size }) => sum + (size ?? 0), 0)

  return (
    <div className="flex min-h-0 flex-1">
      <main className="@container/list grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-3 px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
        <div
          className={clsx(
            'mx-auto grid w-full grid-cols-[minmax(0,1fr)] gap-3',
            // A drawer stands beside the list, with nothing between them.
            search.model === undefined && 'max-w-(--content)',
          )}
        >
          <div className="flex min-h-8 items-center gap-x-3 max-[23.75rem]:flex-wrap">
            <h1>Models</h1>
            {data && (
              <p className="min-w-0 truncate text-ink-muted tabular-nums max-[23.75rem]:order-last max-[23.75rem]:basis-full">
                {formatCount(models.length)} installed, {formatBytes(total)}
              </p>
            )}
            <div className="ml-auto flex flex-none items-center gap-2">
              <span className="phone:hidden">
                <ListOptions />
              </span>
              <span className="hidden phone:contents">
                <Button
                  look="quiet"
                  aria-pressed={isSelecting}
                  onClick={() => {
                    setSelecting(!isSelecting)
                    selection.clear()
                  }}
                >
                  {isSelecting ? 'Done' : 'Select'}
                </Button>
              </span>
              {needsPull === null ? (
                <Link
                  to="/library"
                  className={clsx(
                    'inline-flex h-(--control) items-center justify-center gap-1.5 rounded-control px-[11px] font-medium whitespace-nowrap phone:size-11',
                    // One loud button a view: beside an open drawer it is the drawer's.
                    search.model === undefined
                      ? 'bg-primary text-primary-contrast hover:bg-primary-hover'
                      : 'bg-raised text-ink shadow-raise hover:bg-hover hover:text-ink-strong',
                  )}
                >
                  <Plus aria-hidden className="size-3.5 flex-none phone:size-4" />
                  <span className="phone:sr-only">Pull a model</span>
                </Link>
              ) : (
                <Button icon={Plus} needs={needsPull} isTerse className="phone:size-11">
                  <span className="phone:sr-only">Pull a model</span>
                </Button>
              )}
            </div>
          </div>
          {data && <NarrowedNote count={models.length} />}
          {data && models.length > 0 && <Filters models={models} />}
          {!data && error && <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />}
          {!data && !error && (
            <div className="rounded-panel border border-line bg-panel">
              <SkeletonRows rows={8} />
            </div>
          )}
          {data && models.length === 0 && (
            <div className="rounded-panel border border-line bg-panel">
              <NoModel title="No models installed" />
            </div>
          )}
          {data && models.length > 0 && shown.length === 0 && (
            <div className="rounded-panel border border-line bg-panel">
              <Empty
                icon={SearchX}
                title="No matching models"
                actions={
                  <Button
                    onClick={() =>
                      change({
                        q: undefined,
                        can: undefined,
                        family: undefined,
                        running: undefined,
                        customised: undefined,
                      })
                    }
                  >
                    Clear filters
                  </Button>
                }
              >
                {formatCount(models.length)} installed; none matches the filters.
              </Empty>
            </div>
          )}
          {shown.length > 0 && (
            <ModelList
              models={shown}
              states={states.data ?? noStates}
              isOld={data?.stale ?? false}
              selection={selection}
              isSelecting={isSelecting}
              onDelete={askToDelete}
            />
          )}
          {selected.length > 0 && <SelectionBar models={selected} onDelete={setToDelete} onClear={selection.clear} />}
        </div>
      </main>
      {search.model !== undefined && (
        <Suspense fallback={null}>
          <ModelDrawer name={search.model} tab={search.tab ?? 'glance'} onDelete={askToDelete} />
        </Suspense>
      )}
      <Suspense fallback={null}>
        {askedFor.length > 0 && <DeleteDialog names={askedFor} onClose={stopAsking} onDeleted={deleted} />}
      </Suspense>
    </div>
  )
}

import clsx from 'clsx'
import { Download, SearchX, SlidersHorizontal, Upload } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatCount } from '../../lib/format.ts'
import { loadPart } from '../../lib/load-part.ts'
import { ReadProblem } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { countOf } from './apply-defaults.ts'
import { type ChosenFile, readChosenFile } from './import/chosen-file.ts'
import { useExport } from './import/use-export.ts'
import { useFileDrop } from './import/use-file-drop.ts'
import { countDefaults, type DefaultsCounts, filterDefaults } from './model-defaults.ts'
import { DefaultsFilters } from './table/defaults-filters.tsx'
import { DefaultsList } from './table/defaults-list.tsx'
import { DefaultsNote } from './table/defaults-note.tsx'
import { useAdminSearch } from './use-admin-search.ts'
import { useModelDefaults } from './use-model-defaults.ts'

const ImportDialog = lazy(() =>
  loadPart(() => import('./import/import-dialog.tsx')).then(({ ImportDialog }) => ({ default: ImportDialog })),
)

/** Every model, what is saved for it and what is recommended; to apply, and to carry from one host to another. */
export function DefaultsPanel() {
  const { models: known, isComing, advice, needs, count, error, retry } = useModelDefaults()
  const { search, change } = useAdminSearch()
  // Before that nobody knows which these are.
  const models = isComing && search.show === 'differ' ? null : known
  const counts = useMemo(() => countDefaults(models ?? []), [models])
  const shown = useMemo(() => filterDefaults(models ?? [], search), [models, search])
  const needsImport = useMissing('settings.import')
  const needsExport = useMissing('settings.export')
  const exporting = useExport()
  /** Open, with the file that was dropped, if one was. */
  const [importing, setImporting] = useState<{ readonly dropped: ChosenFile | null } | null>(null)
  const drop = useFileDrop(async (file) => setImporting({ dropped: await readChosenFile(file) }))
  const isFiltered = search.q !== undefined || search.show !== undefined

  return (
    <div className="relative" {...(needsImport === null && drop.handlers)}>
      <Panel
        title="Model defaults"
        aside={
          error === null && (
            // A line of its own on a phone, from the start, so that nothing moves.
            <span className="min-h-5 text-ink-faint tabular-nums phone:basis-full">
              {models && `${countOf(counts.installed)} · ${savedText(counts, advice !== null)}`}
            </span>
          )
        }
        end={
          <div className="-mr-2 flex phone:-mr-2.5">
            <Button
              look="quiet"
              size="small"
              icon={Upload}
              needs={needsImport}
              onClick={() => setImporting({ dropped: null })}
            >
              Import
            </Button>
            <Button look="quiet" size="small" icon={Download} needs={needsExport} onClick={() => exporting.mutate()}>
              Export
            </Button>
          </div>
        }
      >
        {error !== null && (
          <ReadProblem
            error={error}
            retry={retry}
            className={clsx('p-(--pad)', models && models.length > 0 && 'border-b border-line')}
          />
        )}
        {!models && error === null && (
          <>
            <p
              className={clsx(
                'border-b border-line px-(--pad) py-3 text-ink-muted tabular-nums',
                count === null && 'invisible',
              )}
            >
              Loading recommendations for {countOf(count ?? 0)}…
            </p>
            <SkeletonRows rows={8} />
          </>
        )}
        {models && (
          <>
            <DefaultsNote models={models} advice={advice} isComing={isComing} needs={needs} />
            {models.length === 0 && error === null && (
              <Empty icon={SlidersHorizontal} title="No models installed">
                Installed models appear here with their recommended settings for this host.
              </Empty>
            )}
            {models.length > 0 && <DefaultsFilters counts={counts} />}
            {models.length > 0 && shown.length === 0 && (
              <Empty
                icon={SearchX}
                title="No matching models"
                actions={<Button onClick={() => change({ q: undefined, show: undefined })}>Clear filters</Button>}
              >
                None of {countOf(models.length)} matches the filters.
              </Empty>
            )}
            {shown.length > 0 && <DefaultsList models={shown} hasAdvice={advice !== null || isComing} />}
            <p aria-live="polite" className="sr-only">
              {isFiltered && `${countOf(shown.length)} shown`}
            </p>
          </>
        )}
      </Panel>
      {drop.isOver && (
        <div className="pointer-events-none absolute inset-0 grid place-items-center rounded-panel bg-scrim shadow-[inset_0_0_0_2px_var(--accent)]">
          <p className="rounded-control bg-raised px-4 py-2.5 font-medium text-ink-strong shadow-popup">
            Drop a settings file to preview it
          </p>
        </div>
      )}
      <Suspense fallback={null}>
        {importing && <ImportDialog dropped={importing.dropped} onClose={() => setImporting(null)} />}
      </Suspense>
    </div>
  )
}

function savedText({ saved, differ }: DefaultsCounts, isCompared: boolean): string {
  if (saved === 0) return 'none saved'
  const text = `${formatCount(saved)} saved`
  if (!isCompared) return text
  return `${text}, ${differ === 0 ? 'all as recommended' : `${formatCount(differ)} not as recommended`}`
}

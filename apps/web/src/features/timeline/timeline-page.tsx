import { Download } from 'lucide-react'
import { useOutage } from '../../lib/api/outage.ts'
import { type Missing, useMissing } from '../../lib/api/use-permission.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { Button } from '../../ui/button.tsx'
import { LockedPage } from '../../ui/locked-page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { KindFilter } from './filters/kind-filter.tsx'
import { OtherFilters } from './filters/other-filters.tsx'
import { EntriesPanel } from './list/entries-panel.tsx'
import { type Span, usualSpan } from './timeline-search.ts'
import { useExport } from './use-export.ts'
import { useTimelineSearch } from './use-timeline-search.ts'

/** What happened, to what, when and why. */
export function TimelinePage() {
  usePageTitle('Timeline')
  const needs = useMissing('timeline.list')
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:gap-3 phone:px-4 phone:pt-4">
      {needs === null ? <Timeline /> : <Locked needs={needs} />}
    </main>
  )
}

const Locked = ({ needs }: { readonly needs: Missing }) => (
  <>
    <div className="flex min-h-8 items-center">
      <h1>Timeline</h1>
    </div>
    <div className="rounded-panel border border-line bg-panel">
      <LockedPage missing={needs}>Sign in with another key to see what happened, and when.</LockedPage>
    </div>
  </>
)

const spanWords: readonly (readonly [Span, string])[] = [
  ['1h', '1 h'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['30d', '30 d'],
  ['1y', '1 y'],
]

function Timeline() {
  const { search, change } = useTimelineSearch()
  const { entry: _, ...filters } = search
  const { mutate: save, isPending } = useExport(filters)
  // What happened does not need Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1>Timeline</h1>
        <div className="ml-auto flex flex-wrap items-center gap-2 phone:ml-0 phone:w-full phone:justify-between">
          <Segments<Span>
            label="Range"
            options={spanWords}
            value={search.last ?? usualSpan}
            onChange={(next) =>
              change({ last: next === usualSpan ? undefined : next, entry: undefined }, { push: true })
            }
          />
          <Button
            icon={Download}
            unavailable={unavailable}
            disabled={isPending}
            aria-busy={isPending}
            onClick={() => save()}
          >
            <span className="phone:sr-only">CSV</span>
          </Button>
        </div>
      </div>
      <search aria-label="Filters" className="flex flex-wrap gap-2 phone:grid phone:grid-cols-[minmax(0,1fr)]">
        <KindFilter />
        <OtherFilters />
      </search>
      <EntriesPanel filters={filters} />
    </>
  )
}

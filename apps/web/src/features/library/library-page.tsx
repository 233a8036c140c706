import type { SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatCount, gibibytes } from '../../lib/format.ts'
import { useSearchChange } from '../../lib/hooks/use-search-change.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { modelMemory } from '../../lib/models/model-memory.ts'
import { catalogueQuery } from '../../lib/queries/models.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { CapabilityChips } from '../../parts/capability-chips.tsx'
import { NarrowedNote } from '../../parts/narrowed-note.tsx'
import { ReadProblem } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { TextFilter } from '../../ui/text-filter.tsx'
import { familiesOf } from './families.ts'
import { FamilyCard } from './family-card.tsx'
import type { LibrarySearch } from './library-search.ts'
import { PullForm } from './pull-form.tsx'

const route = getRouteApi('/library')

const parts = [
  ['best', 'Best'],
  ['all', 'All'],
] as const

function memoryWords({
  vram,
  unified_memory: unified,
  memory,
}: Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'>) {
  if (unified) return `${gibibytes(unified.total)} GiB unified memory`
  const ram = `${gibibytes(memory.total)} GiB RAM`
  return vram ? `${gibibytes(vram.total)} GiB VRAM and ${ram}` : ram
}

/** What can be pulled, measured against this host. */
export function LibraryPage() {
  usePageTitle('Library')
  const search: LibrarySearch = route.useSearch()
  const change = useSearchChange<LibrarySearch>(route.useNavigate())
  const { data, error, isFetching, refetch } = useQuery(catalogueQuery(useInstance()))
  const { data: stats } = useQuery({
    ...statsQuery,
    select: ({ vram, unified_memory, memory }) => ({ vram, unified_memory, memory }),
  })
  const families = useMemo(() => familiesOf(data?.models ?? [], search), [data, search])
  const pool = stats && modelMemory(stats)
  const memory = pool?.name ?? 'RAM'
  const capacity = pool?.total ?? null

  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-3 px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
      <div className="flex min-h-8 flex-wrap items-baseline gap-x-3">
        <h1>Library</h1>
        {/* On a phone a line of its own: it is there from the start, so that nothing moves. */}
        <p className="text-ink-muted tabular-nums phone:min-h-5 phone:basis-full">
          {data && stats && `${formatCount(data.models.length)} models, compared with ${memoryWords(stats)}`}
        </p>
      </div>
      <NarrowedNote count={null} />
      <PullForm />
      <search
        aria-label="Filters"
        className="flex flex-wrap items-center gap-2 phone:-mx-4 phone:flex-nowrap phone:overflow-x-auto phone:px-4 phone:py-1"
      >
        <TextFilter
          label="Search catalogue"
          value={search.q}
          onChange={(q) => change({ q })}
          className="w-54 phone:w-55"
        />
        <Segments
          label="Category"
          options={parts}
          value={search.all ? 'all' : 'best'}
          onChange={(part) => change({ all: part === 'all' ? true : undefined })}
        />
        <Chip isOn={search.fits === true} onToggle={() => change({ fits: search.fits ? undefined : true })}>
          Fits in {memory}
        </Chip>
        <CapabilityChips chosen={search.can} onChange={(can) => change({ can })} />
      </search>
      {!data && error && <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />}
      {!data && !error && (
        <div className="rounded-panel border border-line bg-panel">
          <SkeletonRows rows={8} />
        </div>
      )}
      {data && families.length === 0 && (
        <div className="rounded-panel border border-line bg-panel">
          <Empty
            icon={SearchX}
            title="No models match your search"
            actions={
              <Button onClick={() => change({ q: undefined, can: undefined, fits: undefined, all: true })}>
                Clear filters
              </Button>
            }
          >
            Pull any other model by name above.
          </Empty>
        </div>
      )}
      {families.length > 0 && (
        <>
          <ul
            aria-label="Catalogue"
            className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,20rem),1fr))] gap-px overflow-hidden rounded-panel border border-line bg-panel"
          >
            {families.map((family) => (
              <FamilyCard key={family.base} family={family} capacity={capacity} memory={memory} />
            ))}
          </ul>
          {data && (
            <p className="text-small text-ink-faint">Catalogue of {data.as_of}. Sizes from the Ollama library.</p>
          )}
        </>
      )}
    </main>
  )
}

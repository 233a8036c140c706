import type { StatsPoint, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useInstance } from '../../lib/api/use-instance.ts'
import { diskAmount, formatSpan, gibibytes, gigabytes, memoryAmount } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { runningQuery } from '../../lib/queries/models.ts'
import { statsHistoryQuery, statsQuery } from '../../lib/queries/system.ts'
import { useLiveStats } from '../../lib/queries/use-live-stats.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'

type Series = 'cpu' | 'memory' | 'vram' | 'disk'

/** A sample comes every two seconds; what is older than three of them is shown as old. */
const staleAfterMs = 6000
const shownSamples = 60

interface Figure {
  readonly label: string
  readonly series: Series
  readonly value: string
  readonly unit: string
  readonly of: string
  readonly aside: string
}

export function Meters() {
  useLiveStats()
  const { data, dataUpdatedAt } = useQuery(statsQuery)
  const instance = useInstance()
  const { data: isGpuUsed = false } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.some(({ size_vram }) => (size_vram ?? 0) > 0),
  })
  const history = useQuery({
    ...statsHistoryQuery(instance, { range: '15m' }),
    select: ({ points }) => points.slice(-shownSamples),
  })
  const age = useNow() - dataUpdatedAt
  const isStale = data !== undefined && age > staleAfterMs
  return (
    <dl
      aria-label="Host"
      className="grid grid-cols-4 overflow-hidden rounded-panel border border-line bg-panel phone:grid-cols-2"
    >
      {figuresOf(data, isGpuUsed).map((figure) => (
        <div
          key={figure.label}
          className="relative h-28 min-w-0 border-line px-(--pad) pt-3.5 not-first:border-l phone:even:border-l phone:nth-3:border-l-0 phone:nth-[n+3]:border-t"
        >
          <dt className="flex items-center gap-1.5 font-medium text-ink-muted">
            {figure.label}
            <span className="ml-auto text-small font-normal text-ink-faint tabular-nums phone:hidden">
              {isStale ? `${formatSpan(age / 1000)} old` : figure.aside}
            </span>
          </dt>
          <dd
            className={clsx(
              'mt-0.5 flex flex-wrap items-baseline gap-x-1.5 whitespace-nowrap tabular-nums',
              isStale ? 'text-ink-faint' : 'text-ink-muted',
            )}
          >
            {data === undefined ? (
              <Skeleton className="mt-1 h-5 w-24" />
            ) : (
              <>
                <b
                  className={clsx(
                    'text-title font-strong tracking-tight',
                    isStale ? 'text-ink-faint' : 'text-ink-strong',
                  )}
                >
                  {figure.value}
                  <small className="ml-0.5 text-base font-medium tracking-normal text-ink-muted">{figure.unit}</small>
                </b>
                {figure.of}
              </>
            )}
          </dd>
          <Sparkline values={valuesOf(history.data ?? [], figure.series)} isStale={isStale} />
        </div>
      ))}
    </dl>
  )
}

const valuesOf = (points: readonly StatsPoint[], series: Series): (number | null)[] =>
  points.map((point) => point[series]?.avg ?? null)

function figuresOf(stats: SystemStats | undefined, isGpuUsed: boolean): Figure[] {
  const { cpu, memory, vram, unified_memory: unified, disk } = stats ?? {}
  const [load] = cpu?.load_average ?? []
  return [
    {
      label: 'CPU',
      series: 'cpu',
      value: cpu?.percent == null ? 'unknown' : String(Math.round(cpu.percent)),
      unit: cpu?.percent == null ? '' : '%',
      of: load === undefined ? '' : `load ${load.toFixed(1)}`,
      aside: cpu ? `${cpu.cores} cores` : '',
    },
    { label: 'RAM', series: 'memory', ...share(unified ?? memory, (unified ?? memory)?.available) },
    vram === null
      ? { label: 'VRAM', series: 'vram', unit: '', of: '', ...withoutVram(stats, isGpuUsed) }
      : { label: 'VRAM', series: 'vram', ...share(vram, vram?.free) },
    disk === null
      ? { label: 'Disk', series: 'disk', value: 'unknown', unit: '', of: '', aside: '' }
      : { label: 'Disk', series: 'disk', ...share(disk, disk?.free, onDisk) },
  ]
}

/** Why there is no figure: a GPU that shares the RAM, one that tells nothing, or none at all. */
function withoutVram(stats: SystemStats | undefined, isGpuUsed: boolean): { value: string; aside: string } {
  if (stats?.unified_memory) return { value: 'shared', aside: 'with the RAM' }
  if (stats?.gpus.some(({ runs_models }) => runs_models)) return { value: 'unknown', aside: 'not reported by the GPU' }
  if (stats?.gpus_known === false) return { value: 'unknown', aside: 'reading GPUs…' }
  // Ollama tells of a GPU that cannot be seen from here: it runs elsewhere, or in another container.
  if (isGpuUsed) return { value: 'unknown', aside: 'GPU not readable' }
  return { value: 'none', aside: stats?.gpus.length ? 'no GPU for models' : 'no GPU found' }
}

const inMemory = { amount: memoryAmount, giant: 'GiB', total: gibibytes }
const onDisk = { amount: diskAmount, giant: 'GB', total: gigabytes }

interface Part {
  readonly used: number
  readonly total: number
}

function share(part: Part | undefined, free = 0, unitsOf = inMemory) {
  if (!part) return { value: '', unit: '', of: '', aside: '' }
  const used = unitsOf.amount(part.used)
  const spoken = ({ value, unit }: typeof used) => `${value} ${unit}`
  // The total in the same unit as the value, so that both can be compared at a glance.
  const of = used.unit === unitsOf.giant ? unitsOf.total(part.total) : spoken(unitsOf.amount(part.total))
  return { ...used, of: `of ${of}`, aside: `${spoken(unitsOf.amount(free))} free` }
}

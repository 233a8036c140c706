import type { AvailableModel, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatCount } from '../../lib/format.ts'
import { modelMemory } from '../../lib/models/model-memory.ts'
import { availableQuery, modelMemoryQuery, runningQuery } from '../../lib/queries/models.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { InlineName } from '../../parts/model-name.tsx'

/** What a model takes beside its weights at least. Only a guess which model to ask about: the API tells whether it fits. */
const minOverhead = 700_000_000
/** Events tell what is loaded; what other programs take changes slowly. */
const refetchInterval = 30_000

/** The largest model that could be started now without unloading anything, and how much context with it. */
export function RoomFor() {
  const instance = useInstance()
  const { data: free } = useQuery({ ...statsQuery, select: freeBytes })
  const { data: models } = useQuery({ ...availableQuery(instance), select: (list) => list.models })
  const { data: isLoading } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.some(({ state }) => state === 'loading'),
  })
  const candidate = free === undefined || isLoading ? undefined : largestThatFits(models ?? [], free)
  const { data: memory } = useQuery({
    ...modelMemoryQuery(instance, candidate?.name ?? ''),
    enabled: candidate !== undefined,
    refetchInterval,
  })
  if (!candidate || !memory?.host) return null
  const longest = (memory.host.gpu ?? memory.host.cpu).max_context_without_unloading ?? 0
  const context = memory.estimate.findLast((point) => point.context <= longest)?.context
  if (context === undefined) return null
  return (
    <span>
      Room for <InlineName name={candidate.name} /> at {formatCount(context)} tokens without unloading anything
    </span>
  )
}

/** Rounded, so that the small changes of every sample do not ask for another answer. */
const freeBytes = (stats: SystemStats): number => Math.floor(modelMemory(stats).free / 1e8) * 1e8

const largestThatFits = (models: readonly AvailableModel[], free: number): AvailableModel | undefined =>
  models
    .filter(
      ({ is_running, remote, size, capabilities }) =>
        !is_running && !remote && size !== null && capabilities.includes('completion') && size + minOverhead < free,
    )
    .toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0))[0]

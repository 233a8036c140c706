import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useOutage } from './api/outage.ts'
import { useInstance } from './api/use-instance.ts'
import { useMissing } from './api/use-permission.ts'
import { capitalised, formatPercent } from './format.ts'
import { activityQuery, requestsIn } from './models/activity.ts'
import { modelMemory } from './models/model-memory.ts'
import { runningQuery } from './queries/models.ts'
import { statsQuery } from './queries/system.ts'

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`

/**
 * "2 models loaded, 1 loading · VRAM 61 % used · 1 request running": what is loaded, what it costs, and how many requests
 * run through the dashboard. Nothing of it is a guess, and what may no longer hold says so.
 */
export function statusSentence(
  running: readonly RunningModel[] | null,
  stats: Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'> | null,
  { isLastKnown = false, isHidden = false, isAsking = false, requests = 0 } = {},
): string {
  if (isHidden) return 'Loaded models are not in your role'
  if (running === null) return isAsking ? 'Asking Ollama…' : "Can't reach Ollama"
  const before = isLastKnown ? 'Last known: ' : ''
  const loading = running.filter(({ state }) => state === 'loading').length
  const loaded = running.length - loading
  const parts = [
    loaded > 0 ? `${before}${count(loaded, 'model')} loaded` : `${before}${isLastKnown ? 'no' : 'No'} models loaded`,
  ]
  if (loading > 0) parts.push(`${loading} loading`)
  const facts = [parts.join(', ')]
  if (stats) {
    const { percent, name } = modelMemory(stats)
    facts.push(`${capitalised(name)} ${formatPercent(percent)} used`)
  }
  // The number does not stay behind at the end of a line.
  if (requests > 0 && !isLastKnown) facts.push(`${count(requests, 'request').replace(' ', '\u00a0')} running`)
  return facts.join(' · ')
}

export interface StatusSentence {
  readonly text: string
  /** What is to be known of it. */
  readonly title?: string
}

/** How things stand, in one line. */
export function useStatusSentence(): StatusSentence {
  const instance = useInstance()
  const running = useQuery({ ...runningQuery(instance), select: ({ models }) => models })
  const stats = useQuery({
    ...statsQuery,
    select: ({ vram, unified_memory, memory }) => ({ vram, unified_memory, memory }),
  })
  const { data: requests = 0 } = useQuery({ ...activityQuery(instance), select: requestsIn })
  const isAsking = running.isFetching && running.failureCount === 0
  const isLastKnown = useOutage() !== null
  const isHidden = useMissing('models.running') !== null
  return {
    text: statusSentence(running.data ?? null, stats.data ?? null, { isLastKnown, isHidden, isAsking, requests }),
    ...(requests > 0 && { title: 'Only requests through the dashboard are counted' }),
  }
}

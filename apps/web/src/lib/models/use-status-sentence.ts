import { useQuery } from '@tanstack/react-query'
import { useOutage } from '../api/outage.ts'
import { useInstance } from '../api/use-instance.ts'
import { useMissing } from '../api/use-permission.ts'
import { runningQuery } from '../queries/models.ts'
import { statsQuery } from '../queries/system.ts'
import { statusSentence } from '../status-sentence.ts'
import { activityQuery, requestsIn } from './activity.ts'

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
  const isLastKnown = useOutage() !== null
  const isHidden = useMissing('models.running') !== null
  return {
    text: statusSentence(running.data ?? null, stats.data ?? null, { isLastKnown, isHidden, requests }),
    ...(requests > 0 && { title: 'Only requests through the dashboard are counted' }),
  }
}

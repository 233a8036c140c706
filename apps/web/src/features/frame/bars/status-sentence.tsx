import { useQuery } from '@tanstack/react-query'
import { runningQuery, statsQuery } from '../../../lib/api/queries.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { statusSentence } from '../../../lib/status-sentence.ts'

/** How things stand, in one line. */
export function StatusSentence() {
  const running = useQuery({ ...runningQuery(useInstance()), select: ({ models }) => models })
  const stats = useQuery({
    ...statsQuery,
    select: ({ vram, unified_memory, memory }) => ({ vram, unified_memory, memory }),
  })
  return statusSentence(running.data ?? null, stats.data ?? null)
}

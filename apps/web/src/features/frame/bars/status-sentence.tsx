import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { statsQuery } from '../../../lib/queries/system.ts'
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

import type { SystemStats } from '@ollama-dashboard/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { statsQuery } from '../../lib/api/queries.ts'

/** Asks again for all that follows from how much memory there is, such as what fits, when a GPU comes or goes. */
export function useKnownHardware(): void {
  const client = useQueryClient()
  const { data: hardware } = useQuery({ ...statsQuery, select: hardwareOf })
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (before.current !== undefined && before.current !== hardware)
      for (const key of ['models', 'settings']) void client.invalidateQueries({ queryKey: [key] })
    before.current = hardware
  }, [client, hardware])
}

const hardwareOf = ({ gpus, gpus_known, vram, unified_memory, memory }: SystemStats): string =>
  [gpus_known, gpus.length, vram?.total, unified_memory?.gpu_max, memory.total].join()

import type { SystemStats } from '@ollama-dashboard/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { statsQuery } from '../../lib/queries.ts'

/** Asks again for all that follows from the memory of GPUs, such as what fits, when one is found later, or lost. */
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

const hardwareOf = ({ gpus, gpus_known, vram, unified_memory }: SystemStats): string =>
  [gpus_known, gpus.length, vram?.total, unified_memory?.gpu_max].join()

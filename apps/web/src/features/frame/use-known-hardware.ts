import type { SystemStats } from '@ollama-dashboard/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { invalidate } from '../../lib/api/invalidate.ts'
import { modelKeys, settingsKeys } from '../../lib/queries/keys.ts'
import { statsQuery } from '../../lib/queries/system.ts'

/** Asks again for all that follows from how much memory there is, such as what fits, when a GPU comes or goes. */
export function useKnownHardware(): void {
  const client = useQueryClient()
  const { data: hardware } = useQuery({ ...statsQuery, select: hardwareOf })
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (before.current !== undefined && before.current !== hardware)
      void invalidate(client, [modelKeys.all, settingsKeys.all])
    before.current = hardware
  }, [client, hardware])
}

const hardwareOf = ({ gpus, gpus_known, vram, unified_memory, memory }: SystemStats): string =>
  [gpus_known, gpus.length, vram?.total, unified_memory?.gpu_max, memory.total].join()

import { cpus } from 'node:os'
import { clampPercent } from './percent.ts'

type Ticks = Readonly<Pick<ReturnType<typeof cpus>[number], 'times'>>

/**
 * Reads how much of all processors was used since the last reading, as a percentage; the same again where no time has
 * passed for them. A library would do: systeminformation starts a shell for it, and keeps the event loop until that ends.
 */
export function createCpuLoadReader(read: () => readonly Ticks[] = cpus): () => number {
  let last = sumOf(read())
  let percent = 0
  return () => {
    const now = sumOf(read())
    const all = now.all - last.all
    // A processor that was switched off takes its time with it.
    if (all > 0) percent = clampPercent((1 - (now.idle - last.idle) / all) * 100)
    last = now
    return percent
  }
}

function sumOf(processors: readonly Ticks[]) {
  let idle = 0
  let all = 0
  for (const { times } of processors) {
    idle += times.idle
    all += times.user + times.nice + times.sys + times.idle + times.irq
  }
  return { idle, all }
}

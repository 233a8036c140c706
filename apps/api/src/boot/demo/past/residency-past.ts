import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

/** Which of its models were in memory. */
export const residencyPast =
  ({ loads }: SimulatedPast): DemoPast =>
  ({ resident }) => {
    for (const { model, at, loadMs, until, size, sizeVram } of loads)
      resident({ model, loadingAt: at - loadMs, loadedAt: at, endedAt: until, size, sizeVram })
  }

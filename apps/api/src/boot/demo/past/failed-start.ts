import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'

const minuteMs = 60_000

/** Once there was no room for a model, shortly before it was loaded after all; the audit log and the operations both tell of it. */
export function failedStart({ loads }: SimulatedPast): { readonly model: string; readonly at: number } | null {
  const load = loads.filter(({ until }) => until !== null).at(-3)
  return load ? { model: load.model, at: load.at - 2 * minuteMs } : null
}

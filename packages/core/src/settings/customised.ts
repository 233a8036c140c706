import type { SettingsEntry } from '@ollama-dashboard/contracts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { SettingsRepository } from './settings-table.ts'

export interface Customised {
  /** By comparable name. The same object comes back until something changed. */
  current(): ReadonlySet<string>
  /** Never fails: what cannot be read stays as it was known. */
  refresh(): Promise<void>
}

/** Other dashboards may write to the same storage: what was read longer ago is read again, behind whoever asks. */
const freshForMs = 10_000

/** Which models a person set, at hand for lists that are asked for thousands of times a second. */
export function createCustomised(
  repository: SettingsRepository,
  clock: Clock,
  report?: (error: unknown) => void,
): Customised {
  let models: ReadonlySet<string> = new Set()
  let readAt = clock.elapsed()

  async function refresh(): Promise<void> {
    readAt = clock.elapsed()
    const stored = await repository.all().catch((error: unknown) => {
      // A storage that fails is told by its own state.
      if (!(error instanceof DashboardError)) report?.(error)
      return null
    })
    if (stored === null) return
    const now = new Set(stored.flatMap(({ key, entry }) => (isCustom(entry) ? [key] : [])))
    if (now.symmetricDifference(models).size > 0) models = now
  }

  return {
    current() {
      if (clock.elapsed() - readAt > freshForMs) void refresh()
      return models
    },
    refresh,
  }
}

/** A person saved it; what was imported may be kept without any setting. */
export const isCustom = ({ source, settings }: SettingsEntry): boolean =>
  source === 'user' && Object.keys(settings).length > 0

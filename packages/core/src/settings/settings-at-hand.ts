import { comparableName, type ModelSettings } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { SettingsRepository } from './settings-table.ts'

/** What is saved for models that are asked again and again: a chat waits for no storage that it asked just before. */
export interface SettingsAtHand {
  /** As last read; read again behind whoever asks. Only the first read, and the first one after a change, is awaited. */
  of(model: string): Promise<ModelSettings>
  /** The repository, through which every change has to go, so that nothing older than the last one is told. */
  readonly repository: SettingsRepository
}

/** The database may be replaced by another one while it is open. */
const freshForMs = 1000
const maxModels = 1000

export function createSettingsAtHand(
  stored: SettingsRepository,
  clock: Clock,
  report?: (error: unknown) => void,
): SettingsAtHand {
  const known = new LRUCache<string, { readonly settings: ModelSettings; readAt: number }>({ max: maxModels })
  /** Goes up when a change begins and when it ends: what was read in between may be older than it. */
  let changes = 0

  function forget() {
    changes += 1
    known.clear()
  }

  async function read(key: string): Promise<ModelSettings> {
    const begunAt = changes
    const settings = (await stored.find(key))?.entry.settings ?? {}
    if (changes === begunAt && !stored.isShared) known.set(key, { settings, readAt: clock.elapsed() })
    return settings
  }

  return {
    async of(model) {
      const key = comparableName(model)
      const before = known.get(key)
      if (!before) return read(key)
      if (clock.elapsed() - before.readAt > freshForMs) {
        // Once for all who ask meanwhile.
        before.readAt = clock.elapsed()
        read(key).catch((error: unknown) => {
          // A storage that fails is told by its own state.
          if (!(error instanceof DashboardError)) report?.(error)
        })
      }
      return before.settings
    },
    repository: {
      ...stored,
      async apply(changed) {
        forget()
        try {
          return await stored.apply(changed)
        } finally {
          forget()
        }
      },
    },
  }
}

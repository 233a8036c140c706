import { comparableName, type ModelSettings, type SettingsEntry } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { SharedLink } from '../replicas/shared-link.ts'
import type { SettingsRepository } from './settings-table.ts'

/** Saved settings for requests that must not wait for the storage: chats, and lists that are read thousands of times a second. */
export interface SettingsCache extends Disposable {
  /** As last read; read again in the background. Only the first read, and the first one after a change, is awaited. */
  of(model: string): Promise<ModelSettings>
  /** The models whose settings a person saved, by comparable name. The same object comes back until that changed. */
  customised(): ReadonlySet<string>
  /** Reads everything again. */
  forget(): Promise<void>
  readonly size: number
  /** The repository, through which every change has to go, so that nothing older than the last one is told. */
  readonly repository: SettingsRepository
}

/** The database may be replaced by another one while it is open. */
const settingsMaxAgeMs = 1000
const maxModels = 1000
/** Other dashboards may write to the same storage, where nothing tells of it. */
const customisedMaxAgeMs = 10_000
const channel = 'settings.changed'

export interface SettingsCacheOptions {
  readonly repository: SettingsRepository
  readonly clock: Clock
  readonly report?: ((error: unknown) => void) | undefined
  /** By which replicas tell each other that something was saved. */
  readonly link?: ChangesLink | undefined
}

type ChangesLink = Pick<SharedLink, 'publish' | 'subscribe' | 'onRestored'>

export async function openSettingsCache(options: SettingsCacheOptions): Promise<SettingsCache> {
  const { repository: stored, clock, report, link } = options
  const known = new LRUCache<string, { readonly settings: ModelSettings; readAt: number }>({ max: maxModels })
  /** Goes up when a change begins and when it ends: what was read in between may be older than it. */
  let changes = 0
  let customised: ReadonlySet<string> = new Set()
  let customisedReadAt = 0
  let readings = 0
  let newest = 0

  /** For reads that nobody waits for: what was known before stays. The state of the storage tells that it fails. */
  function reportUnexpected(error: unknown) {
    if (!(error instanceof DashboardError)) report?.(error)
  }

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

  async function readCustomised(): Promise<void> {
    customisedReadAt = clock.elapsed()
    readings += 1
    const reading = readings
    try {
      const all = await stored.all()
      // One that began later knows more, whichever comes first.
      if (reading < newest) return
      newest = reading
      const now = new Set(all.flatMap(({ key, entry }) => (isCustom(entry) ? [key] : [])))
      if (now.symmetricDifference(customised).size > 0) customised = now
    } catch (error) {
      reportUnexpected(error)
    }
  }

  async function forgetAll(): Promise<void> {
    forget()
    await readCustomised()
  }

  await readCustomised()
  const leave = [link?.subscribe(channel, () => void forgetAll()), link?.onRestored(() => void forgetAll())]

  return {
    async of(model) {
      const key = comparableName(model)
      const before = known.get(key)
      if (!before) return read(key)
      if (clock.elapsed() - before.readAt > settingsMaxAgeMs) {
        // Once for all who ask meanwhile.
        before.readAt = clock.elapsed()
        read(key).catch(reportUnexpected)
      }
      return before.settings
    },
    customised() {
      // It reports its failures itself.
      if (clock.elapsed() - customisedReadAt > customisedMaxAgeMs) void readCustomised()
      return customised
    },
    forget: forgetAll,
    get size() {
      return known.size
    },
    repository: {
      ...stored,
      async apply(changed) {
        forget()
        try {
          const versions = await stored.apply(changed)
          if (versions) {
            link?.publish(channel, {})
            await readCustomised()
          }
          return versions
        } finally {
          forget()
        }
      },
    },
    [Symbol.dispose]() {
      for (const stop of leave) stop?.()
    },
  }
}

/** A person saved it; what was imported may be kept without any setting. */
export const isCustom = ({ source, settings }: SettingsEntry): boolean =>
  source === 'user' && Object.keys(settings).length > 0

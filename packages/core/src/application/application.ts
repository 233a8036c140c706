import type { Health, KnownList, Remembered } from '@ollama-dashboard/contracts'
import type { HealthWatch } from '../health/health.ts'
import type { Instance } from '../instances/instance.ts'
import type { Instances } from '../instances/instances.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp, withinMs } from '../kernel/clock.ts'
import type { Collector } from '../kernel/collector/collector.ts'
import type { SavedSettings } from '../settings/saved-settings.ts'
import type { WatchedHost } from '../system/watched-host.ts'

/** What concerns the dashboard itself, and not what it shows. */
export interface Application {
  /**
   * Forgets what is known of the servers and the host, reads it and the saved settings again, and resolves with how all is
   * then: within 15 s, even if a server does not answer. What is under way goes on.
   */
  restart(context: CallContext): Promise<Restarted>
  /** How much is remembered, and since when. Waits for nothing. */
  remembered(context: CallContext): Remembered
}

export interface Restarted {
  readonly health: Health
  /** Everything has answered, or failed to; what has not is still being read. */
  readonly isComplete: boolean
}

export interface ApplicationOptions {
  readonly instances: Instances
  readonly host: WatchedHost
  readonly savedSettings: SavedSettings
  readonly health: HealthWatch
  readonly clock: Clock
}

/** Longer than a list of a server may take. */
const restartMs = 15_000

export function createApplication({ instances, host, savedSettings, health, clock }: ApplicationOptions): Application {
  const list = <T>(collector: Collector<T>, count: (value: T) => number): KnownList => {
    const { value, fetchedAt, failures } = collector.current()
    return {
      name: collector.name,
      entries: value === null ? null : count(value),
      fetched_at: fetchedAt === null ? null : timestamp(fetchedAt),
      age_seconds: fetchedAt === null ? null : Math.max(0, clock.now() - fetchedAt) / 1000,
      failures,
      ...collector.reads,
    }
  }

  const ofInstance = ({ name, loaded, installed, version, shown, traits }: Instance) => ({
    instance: name,
    lists: [list(loaded, lengthOf), list(installed, lengthOf), list(version, one)],
    caches: [
      { name: 'show', entries: shown.size },
      { name: 'traits', entries: traits.size },
    ],
  })

  return {
    async restart({ actor }) {
      const all = [...instances.all().map((instance) => instance.restart()), host.monitor().collector.restart()]
      let isComplete = false
      const reading = Promise.all(all).then(() => {
        isComplete = true
      })
      await Promise.all([withinMs(clock, restartMs, reading), savedSettings.restart()])
      return { health: await health.read(actor), isComplete }
    },
    remembered: () => ({
      instances: instances.all().map(ofInstance),
      host: { lists: [list(host.monitor().collector, one)] },
      caches: [{ name: 'settings', entries: savedSettings.remembered() }],
      at: timestamp(clock.now()),
    }),
  }
}

const lengthOf = ({ length }: readonly unknown[]): number => length
const one = (): number => 1

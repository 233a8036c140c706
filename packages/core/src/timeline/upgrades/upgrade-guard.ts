import { isDeepStrictEqual } from 'node:util'
import type { SpeedChange } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import type { Instances } from '../../instances/instances.ts'
import type { Background } from '../../kernel/background.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { SpeedRepository } from '../../performance/speed-table.ts'
import { unshared } from '../../replicas/alone.ts'
import type { Lease } from '../../replicas/lease.ts'
import type { TimelineEventRepository } from '../timeline-event-repository.ts'
import type { TimelineEvent } from '../timeline-event-table.ts'
import { isSlower, speedChange } from './compare-speeds.ts'
import { concerns, fairHours } from './fair-hours.ts'

/** A model that is slower since something was upgraded. */
export interface Slower {
  readonly instance: string
  readonly model: string
  /** What has another version: `ollama.version`, `gpu.driver` or `model.digest`. */
  readonly type: string
  readonly versions: { readonly before: string | null; readonly after: string | null }
  /** Tokens per second, medians. */
  readonly before: number
  readonly after: number
  /** Below 0. */
  readonly changePercent: number
}

/** Compares how fast models were before and after each new version, and writes it into the entry of the timeline. */
export interface UpgradeGuard extends Disposable {
  /** What is slower since a new version of the last seven days, as it was last compared. */
  slower(): readonly Slower[]
  /** Compares now what it does every ten minutes otherwise. */
  compare(): Promise<void>
}

export interface UpgradeGuardOptions {
  readonly events: Pick<TimelineEventRepository, 'page' | 'change'>
  readonly speeds: Pick<SpeedRepository, 'models' | 'counts'>
  readonly instances: Pick<Instances, 'all'>
  readonly isLocal: (instance: Instance) => boolean
  /** Told of each model that is slower, whenever it was compared. */
  readonly onSlower?: ((slower: Slower) => void) | undefined
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** All replicas compare, so that each knows what is slower when it takes over, and the one that holds it writes. */
  readonly leader?: Lease
}

const compareMs = 600_000
const weekMs = 7 * 24 * 3_600_000
/** What changes all the time is not worth to be compared. */
const maxChanges = 200
/** Those that are used most. */
const maxModels = 50

export function createUpgradeGuard(options: UpgradeGuardOptions): UpgradeGuard {
  const { events, speeds, instances, isLocal, clock, background, leader = unshared.leader } = options
  let slower: readonly Slower[] = []
  let isClosed = false
  let cancel = schedule()

  function schedule() {
    return clock.after(compareMs, () => {
      void background.settle('upgrade guard', compare()).then(() => {
        if (!isClosed) cancel = schedule()
      })
    })
  }

  async function compare(): Promise<void> {
    const now = clock.now()
    const changes = await events.page({
      kinds: ['version'],
      from: timestamp(now - 2 * weekMs),
      before: { at: timestamp(now + 1), key: null },
      limit: maxChanges,
    })
    const found: Slower[] = []
    for (const change of changes) {
      if (now - Date.parse(change.at) > weekMs || change.type === 'dashboard.version') continue
      found.push(...(await compareOne(change, changes, now)))
    }
    slower = found
    for (const one of found) options.onSlower?.(one)
  }

  async function compareOne(change: TimelineEvent, changes: readonly TimelineEvent[], now: number): Promise<Slower[]> {
    const compared: SpeedChange[] = []
    const found: Slower[] = []
    for (const instance of instances.all()) {
      for (const model of await modelsOf(change, instance)) {
        const concerning = changes.filter((other) => concerns(other, instance.id, model, isLocal(instance)))
        const hours = fairHours(change, concerning, now)
        const before = await speeds.counts(instance.id, model, hours.before)
        const after = await speeds.counts(instance.id, model, hours.after)
        const speed = speedChange({ instance: instance.name, model }, before, after)
        if (!speed) continue
        compared.push(speed)
        // What changed since then may have made it faster again: that one is compared with its own time.
        const isNewest = concerning.every(({ at }) => at <= change.at)
        if (isNewest && isSlower(speed, before)) found.push(slowerOf(change, speed))
      }
    }
    if (leader.isHeld() && !isDeepStrictEqual(compared, change.speeds)) {
      events.change(change.id, { speeds: compared }, { isFenced: true })
    }
    return found
  }

  /** The models that a change concerns and that were used before it. */
  async function modelsOf(change: TimelineEvent, instance: Instance): Promise<readonly string[]> {
    const at = Date.parse(change.at)
    const week = { from: timestamp(at - weekMs), to: change.at }
    const used = await speeds.models(instance.id, week, maxModels)
    return used.flatMap(({ model }) => (concerns(change, instance.id, model, isLocal(instance)) ? [model] : []))
  }

  return {
    slower: () => slower,
    compare,
    [Symbol.dispose]() {
      isClosed = true
      cancel()
    },
  }
}

function slowerOf({ type, before, after }: TimelineEvent, speed: SpeedChange): Slower {
  return {
    instance: speed.instance,
    model: speed.model,
    type,
    versions: { before, after },
    before: speed.before,
    after: speed.after ?? 0,
    changePercent: speed.change_percent ?? 0,
  }
}

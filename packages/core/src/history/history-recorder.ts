import type { HostFigures } from '../system/host-probe.ts'
import type { Source } from './history-repository.ts'
import { countHost, countReply, type ReplySpeed, type Step, type Steps, startOf, stepAt } from './step.ts'
import { recentTier } from './tiers.ts'

/** What was measured and is not stored: the last quarter of an hour in fine steps, and minutes that are not saved yet. */
export interface HistoryRecorder {
  host(at: number, figures: HostFigures): void
  /** A request of a server that ended. */
  reply(instance: string, at: number, speed: ReplySpeed): void
  recent(source: Source): Steps
  /** Minutes that are not handed over yet. */
  unsaved(source: Source): Steps
  /** Hands over what is unsaved. */
  takeUnsaved(): readonly (readonly [Source, Steps])[]
  /** Forgets everything. */
  clear(): void
  /** Grows when minutes are handed over or forgotten. */
  readonly revision: number
}

interface Recorded {
  readonly source: Source
  recent: Steps
  minutes: Steps
}

const minute = 60

/** While the storage takes nothing, minutes wait elsewhere: here are one or two. Times are milliseconds since the epoch. */
export function createHistoryRecorder(): HistoryRecorder {
  const recorded = new Map<string, Recorded>()
  let revision = 0

  function of(source: Source): Recorded {
    const name = source === 'host' ? '' : source.instance
    const known = recorded.get(name) ?? { source, recent: new Map(), minutes: new Map() }
    recorded.set(name, known)
    return known
  }

  function record(source: Source, at: number, countIn: (step: Step) => void) {
    const { recent, minutes } = of(source)
    const seconds = at / 1000
    countIn(stepAt(recent, startOf(seconds, recentTier.seconds)))
    countIn(stepAt(minutes, startOf(seconds, minute)))
    forgetFar(recent, seconds)
  }

  return {
    host: (at, figures) => record('host', at, (step) => countHost(step, figures)),
    reply: (instance, at, speed) => record({ instance }, at, (step) => countReply(step, speed)),
    recent: (source) => of(source).recent,
    unsaved: (source) => of(source).minutes,
    takeUnsaved() {
      revision += 1
      return [...recorded.values()].flatMap((one) => {
        const { source, minutes } = one
        one.minutes = new Map()
        return minutes.size === 0 ? [] : [[source, minutes] as const]
      })
    },
    clear() {
      revision += 1
      recorded.clear()
    },
    get revision() {
      return revision
    },
  }
}

/** Also what a clock that was ahead has left. The usual case is one look: steps stand in the order in which they began. */
function forgetFar(steps: Steps, now: number): void {
  const kept = recentTier.keptMs / 1000
  for (const start of steps.keys()) {
    if (Math.abs(now - start) <= kept) break
    steps.delete(start)
  }
  if (steps.size <= kept / recentTier.seconds + 1) return
  for (const start of steps.keys()) if (Math.abs(now - start) > kept) steps.delete(start)
}

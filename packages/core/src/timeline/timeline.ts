import type { TimelineEntry, TimelineKind, Timeline as TimelinePage } from '@ollama-dashboard/contracts'
import { timelineKinds } from '@ollama-dashboard/contracts'
import type { Instances } from '../instances/instances.ts'
import { askedTime } from '../kernel/asked-time.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { allows } from '../kernel/rights/allows.ts'
import { hidesNames } from '../kernel/rights/held-grant.ts'
import { type Merged, mergeSources } from './merge-sources.ts'
import { seenEntry } from './seen-entry.ts'
import { type Cursor, fromText, toText } from './timeline-cursor.ts'
import type { TimelineSource } from './timeline-source.ts'

export interface TimelineInput {
  /** RFC 3339. 7 days ago when absent. */
  readonly from?: string
  /** RFC 3339. Now when absent. */
  readonly to?: string
  /** All that the caller may read when absent. */
  readonly kinds?: readonly TimelineKind[]
  readonly instance?: string
  readonly model?: string
  /** `next` of the page before. */
  readonly before?: string
  /** 50 when absent. */
  readonly limit?: number
}

/** What happened, out of all that is stored of it. */
export interface Timeline {
  /**
   * Newest first. Throws `validation_failed` for what is no time and no `next` of a page, `instance_not_found`, and what the
   * sources throw that cannot be read. A page for somebody whose view is narrowed may have fewer entries than there are:
   * then `next` tells where to go on.
   */
  list(context: CallContext, input?: TimelineInput): Promise<TimelinePage>
}

export interface TimelineOptions {
  /** Their order is part of what clients hold for the next page: a further one goes to the end. */
  readonly sources: readonly TimelineSource[]
  readonly instances: Pick<Instances, 'find'>
  readonly clock: Clock
}

const weekMs = 7 * 24 * 3_600_000
const pageLength = 50
/** Of a narrowed view so many are looked through at once, and so often. */
const lookedThrough = { entries: 200, times: 10 }

export function createTimeline({ sources, instances, clock }: TimelineOptions): Timeline {
  const order = sources.map(({ name }) => name)

  const readBy = ({ actor }: CallContext, kinds: readonly TimelineKind[]) =>
    sources.filter(
      (source) =>
        source.kinds.some((kind) => kinds.includes(kind)) &&
        !(source.isOfEverything && hidesNames(actor.grant)) &&
        (source.permission === undefined || allows(actor, source.permission)),
    )

  return {
    async list(context, input = {}) {
      const { kinds = timelineKinds, instance, model, limit = pageLength } = input
      if (instance !== undefined) instances.find(instance)
      const range = rangeOf(input, clock)
      const about = {
        kinds,
        ...range,
        ...(instance !== undefined && { instance }),
        ...(model !== undefined && { model }),
      }
      const read = readBy(context, kinds)
      const entries: TimelineEntry[] = []
      const first = input.before === undefined ? null : fromText(input.before)
      const isNarrowed = hidesNames(context.actor.grant)
      const length = isNarrowed ? lookedThrough.entries : limit + 1
      let [after, shown] = [first, first]

      for (let left = isNarrowed ? lookedThrough.times : 1; ; left -= 1) {
        context.signal.throwIfAborted()
        const { merged, cursorAfter } = await mergeSources(read, order, { ...about, limit: length, after }, context)
        const isLast = left <= 1 && isNarrowed && merged.length === length
        const lookedAt = isLast ? withoutOldest(merged) : merged
        let last: number | null = null
        for (const [index, placed] of lookedAt.entries()) {
          const entry = seenEntry(context.actor, placed)
          if (entry === null) continue
          if (entries.length === limit) {
            const cursor: Cursor | null = last === null ? shown : cursorAfter(last)
            return { entries, next: cursor && toText(cursor) }
          }
          entries.push(entry)
          last = index
        }
        if (merged.length < length) return { entries, next: null }
        after = cursorAfter(merged.length - 1)
        if (last !== null) shown = cursorAfter(last)
        if (isLast && lookedAt.length > 0) return { entries, next: toText(olderThan(merged, after)) }
      }
    },
  }
}

/** Without those of the oldest time, which may have more of them. */
const withoutOldest = (merged: readonly Merged[]): readonly Merged[] =>
  merged.filter(({ entry }) => entry.at !== merged.at(-1)?.entry.at)

/** Begins with those that `withoutOldest` left out. It names no entry: nobody learns from it of what they may not see. */
const olderThan = (merged: readonly Merged[], { hints }: Cursor): Cursor => ({
  at: timestamp(Date.parse(merged.at(-1)?.entry.at ?? '') + 1),
  entry: null,
  hints,
})

/** Whole milliseconds, as times are stored. */
function rangeOf({ from, to }: TimelineInput, clock: Clock): { readonly from: string; readonly to: string } {
  return {
    from: from === undefined ? timestamp(clock.now() - weekMs) : askedTime('from', from),
    // What happens now is within.
    to: to === undefined ? timestamp(clock.now() + 1) : askedTime('to', to),
  }
}

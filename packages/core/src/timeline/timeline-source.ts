import type { OperationId, TimelineEntry, TimelineKind } from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import type { EventScope } from './timeline-event-table.ts'

/** Where a page begins: with what is older. */
export interface Place {
  /** RFC 3339. */
  readonly at: string
  /** Of what happened at that very time, what comes after the entry with this key. Null: nothing of that time. */
  readonly key: string | null
}

export interface SourceQuery {
  readonly kinds: readonly TimelineKind[]
  /** Not before this time, RFC 3339. */
  readonly from: string
  readonly before: Place
  readonly limit: number
  /** Only what is about this server, or about none. */
  readonly instance?: string | undefined
  readonly model?: string | undefined
  /** What this source told with the last entry of the page before. */
  readonly hint?: number | undefined
}

/** An entry, and where it stands in its source. */
export interface Placed {
  readonly entry: TimelineEntry
  /** Tells entries of one time apart, for the source alone. */
  readonly key: string
  readonly scope?: EventScope
  /** From where on the source finds what is older without reading all again. */
  readonly hint?: number
}

/** One place that entries of the timeline are stored in. */
export interface TimelineSource {
  /** Stable: it stands in what clients hold for the next page. */
  readonly name: string
  readonly kinds: readonly TimelineKind[]
  /** Whoever lacks the permission for this operation reads nothing of the source. Absent where everybody may. */
  readonly permission?: OperationId
  /** It tells of all models and servers at once: whoever sees some of them reads nothing of it. */
  readonly isOfEverything?: true
  /** As many as are asked for, newest first, in an order that never changes. Fewer only where there are no more. */
  page(query: SourceQuery, context: CallContext): Promise<readonly Placed[]>
}

import { LRUCache } from 'lru-cache'
import type { StepColumns } from './step-columns.ts'

/** A whole page of stored steps, added together to those that are shown. */
export interface Page {
  /** What was measured, as it is stored. */
  readonly source: string
  readonly storedSeconds: number
  readonly stepSeconds: number
  /** Seconds since the epoch: the first moment, and the first one after it. */
  readonly from: number
  readonly to: number
}

interface Touch {
  readonly source: string
  readonly storedSeconds: number
  readonly start: number
  readonly at: number
}

const maxBytes = 8_000_000
/** A transaction that has begun is over by then: nothing that was read before its end is kept. */
const settledMs = 60_000

/**
 * Pages that were read and do not change any more: a chart of a day is asked for every few seconds, and nearly all of it is
 * past. For a storage that this process alone writes to, and tells of here. `elapsed` is in milliseconds.
 */
export function createKeptPages(elapsed: () => number = () => performance.now()) {
  const pages = new LRUCache<string, { readonly page: Page; readonly columns: StepColumns }>({
    maxSize: maxBytes,
    sizeCalculation: ({ columns }) => columns.bytes,
  })
  let touched: Touch[] = []

  const holds = ({ source, storedSeconds, from, to }: Page, touch: Omit<Touch, 'at'>) =>
    touch.source === source && touch.storedSeconds === storedSeconds && touch.start >= from && touch.start < to

  return {
    find: (page: Page): StepColumns | null => pages.get(keyOf(page))?.columns ?? null,

    keep(page: Page, columns: StepColumns): void {
      touched = touched.filter(({ at }) => elapsed() - at < settledMs)
      if (!touched.some((touch) => holds(page, touch))) pages.set(keyOf(page), { page, columns })
    },

    /** Steps are written, by a transaction that may not have ended yet. */
    touch(source: string, storedSeconds: number, starts: readonly number[]): void {
      const at = elapsed()
      const touches = starts.map((start) => ({ source, storedSeconds, start, at }))
      touched = [...touched.filter((one) => at - one.at < settledMs), ...touches]
      for (const [key, { page }] of pages) if (touches.some((touch) => holds(page, touch))) pages.delete(key)
    },

    clear: (): void => pages.clear(),
  }
}

const keyOf = ({ source, storedSeconds, stepSeconds, from }: Page): string =>
  `${source} ${storedSeconds} ${stepSeconds} ${from}`

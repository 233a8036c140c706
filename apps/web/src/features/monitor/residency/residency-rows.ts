import type { ResidencySpan } from '@ollama-dashboard/contracts'
import type { Span } from '../period.ts'

/** A while on the axis in which a model was in memory; several that lie too close to be told apart are one. */
export interface ResidencyBlock extends Span {
  /** Until when it only loaded; as early as it begins where that is not known. */
  readonly loadedAt: number
  readonly spans: readonly ResidencySpan[]
  /** Whether it is in memory now. */
  readonly isOpen: boolean
}

export interface ResidencyRow {
  readonly model: string
  readonly blocks: readonly ResidencyBlock[]
}

const seconds = (time: string): number => Date.parse(time) / 1000

/** When a model began to be in memory, seconds since the epoch. */
export const beginOf = ({ loading_at, loaded_at }: ResidencySpan): number => seconds(loading_at ?? loaded_at ?? '')

/** A gap of less than this part of the axis is not seen. */
const leastGap = 1 / 300

/** A row for each model: those that are in memory first, then who left last. `now` is in seconds since the epoch. */
export function residencyRows(spans: readonly ResidencySpan[], axis: Span, now: number): ResidencyRow[] {
  const shown = spans.filter((one) => beginOf(one) < axis.to && endOf(one, now) > axis.from)
  const rows = [...Map.groupBy(shown, ({ model }) => model)].map(([model, all]) => ({
    model,
    blocks: blocksOf(all, axis, now),
    end: Math.max(...all.map(({ ended_at }) => (ended_at === null ? Number.POSITIVE_INFINITY : seconds(ended_at)))),
    begin: Math.max(...all.map(beginOf)),
  }))
  return rows
    .toSorted((a, b) => compare(b.end, a.end) || b.begin - a.begin)
    .map(({ model, blocks }) => ({ model, blocks }))
}

/** Both may be without an end. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b)

const endOf = ({ ended_at }: ResidencySpan, now: number): number => (ended_at === null ? now : seconds(ended_at))

function blocksOf(spans: readonly ResidencySpan[], axis: Span, now: number): ResidencyBlock[] {
  const blocks: ResidencyBlock[] = []
  const clip = (time: number) => Math.min(axis.to, Math.max(axis.from, time))
  for (const one of spans.toSorted((a, b) => beginOf(a) - beginOf(b))) {
    const end = clip(endOf(one, now))
    const block: ResidencyBlock = {
      from: clip(beginOf(one)),
      to: end,
      loadedAt:
        one.loading_at === null ? clip(beginOf(one)) : one.loaded_at === null ? end : clip(seconds(one.loaded_at)),
      spans: [one],
      isOpen: one.ended_at === null,
    }
    const last = blocks.at(-1)
    if (!last || block.from - last.to > (axis.to - axis.from) * leastGap) blocks.push(block)
    else blocks[blocks.length - 1] = joined(last, block)
  }
  return blocks
}

/** Which of it was loading is too little to be seen. */
const joined = (a: ResidencyBlock, b: ResidencyBlock): ResidencyBlock => ({
  from: a.from,
  to: Math.max(a.to, b.to),
  loadedAt: a.loadedAt,
  spans: [...a.spans, ...b.spans],
  isOpen: a.isOpen || b.isOpen,
})

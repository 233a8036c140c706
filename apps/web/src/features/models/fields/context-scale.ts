/** The contexts that a slider stops at: powers of two, and the trained one at the end. */
export function contextStops(trained: number | null): number[] {
  if (trained === null) return []
  const stops: number[] = []
  for (let context = 2048; context < trained; context *= 2) stops.push(context)
  return [...stops, trained]
}

/** Where a context lies on the slider, 0 to 1: each power of two is as far from the next. */
export function positionOf(context: number, stops: readonly number[]): number {
  const [first, last] = [stops[0] ?? 1, stops.at(-1) ?? 1]
  if (first >= last) return 0
  return Math.min(1, Math.max(0, Math.log2(Math.max(1, context) / first) / Math.log2(last / first)))
}

export function nearestStop(position: number, stops: readonly number[]): number {
  const distance = (stop: number) => Math.abs(positionOf(stop, stops) - position)
  return stops.reduce((best, stop) => (distance(stop) < distance(best) ? stop : best), stops[0] ?? 0)
}

const moves: Readonly<Record<string, (context: number, stops: readonly number[]) => number | undefined>> = {
  ArrowRight: (context, stops) => stops.find((stop) => stop > context),
  ArrowLeft: (context, stops) => stops.findLast((stop) => stop < context),
  Home: (_, stops) => stops[0],
  End: (_, stops) => stops.at(-1),
}
const sameAs: Readonly<Record<string, string>> = {
  ArrowUp: 'ArrowRight',
  PageUp: 'ArrowRight',
  ArrowDown: 'ArrowLeft',
  PageDown: 'ArrowLeft',
}

/** Where a key leads: the next stop, also from a context between two. Null: the key means nothing here. */
export function contextAfterKey(key: string, context: number, stops: readonly number[]): number | null {
  const move = moves[sameAs[key] ?? key]
  return move ? (move(context, stops) ?? context) : null
}

/**
 * The stops that are labelled: the last one, and before it every one, every second, and so on, until no two labels meet.
 */
export function labelledStops(stops: readonly number[], width: number, labelWidth: number): number[] {
  const powers = stops.filter((stop) => Number.isInteger(Math.log2(stop)))
  const [first, second] = powers
  if (first === undefined || second === undefined) return [...stops]
  const apart = (positionOf(second, stops) - positionOf(first, stops)) * width
  const step = Math.max(1, Math.ceil(labelWidth / Math.max(1, apart)))
  const last = stops.at(-1) ?? first
  // The label at the end lies before its stop, not around it.
  const isClear = (stop: number) => (1 - positionOf(stop, stops)) * width >= 1.1 * labelWidth
  return [...powers.filter((stop, index) => index % step === 0 && isClear(stop)), last]
}

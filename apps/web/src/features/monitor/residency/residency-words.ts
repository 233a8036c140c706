import type { ResidencySpan } from '@ollama-dashboard/contracts'
import { formatCount, formatMemory, formatPercent, formatSpan } from '../../../lib/format.ts'
import type { TimeWords } from '../plot/time-words.ts'
import { beginOf, type ResidencyBlock } from './residency-rows.ts'

/** When a model was in memory: "14:22:05 to 14:30:11, 8 min", "since 14:22:05, 12 min". */
export function whenWords({ spans, from, to, isOpen }: ResidencyBlock, moment: TimeWords, now: number): string {
  const [first] = spans
  if (!first) return ''
  const began = spans.length === 1 ? beginOf(first) : from
  if (spans.length === 1 && first.loaded_at === null) return `loading since ${moment(began * 1000)}`
  const held = spans.reduce((sum, one) => sum + secondsOf(one, now), 0)
  const when = isOpen
    ? `since ${moment(began * 1000)}`
    : `${moment(began * 1000)} to ${moment(endOf(spans, to) * 1000)}`
  return spans.length === 1
    ? `${when}, ${formatSpan(held)}`
    : `${when}, ${spans.length} times, ${formatSpan(held)} in all`
}

const endOf = (spans: readonly ResidencySpan[], shown: number): number =>
  spans.length === 1 ? Date.parse(spans[0]?.ended_at ?? '') / 1000 : shown

/** How long it was there, in seconds. */
export const secondsOf = (span: ResidencySpan, now: number): number =>
  Math.max(0, (span.ended_at === null ? now : Date.parse(span.ended_at) / 1000) - beginOf(span))

/** How long it loaded, in seconds; null where that was not seen. */
export const loadSecondsOf = ({ loading_at, loaded_at }: ResidencySpan): number | null =>
  loading_at === null || loaded_at === null ? null : (Date.parse(loaded_at) - Date.parse(loading_at)) / 1000

/** What is known of it: how long it loaded, what it took, and who asked for it. */
export function factWords(span: ResidencySpan, who: string): string[] {
  const { size, size_vram, context_length } = span
  const load = loadSecondsOf(span)
  return [
    ...(load === null ? [] : [`loaded in ${formatSpan(load)}`]),
    ...(size === null ? [] : [`${formatMemory(size)}${onGpu(size, size_vram)}`]),
    ...(context_length === null ? [] : [`context ${formatCount(context_length)}`]),
    ...(who === '' ? [] : [`loaded for ${who}`]),
  ]
}

function onGpu(size: number, vram: number | null): string {
  if (vram === null || size === 0) return ''
  return vram === 0 ? ', on the CPU' : `, ${formatPercent((vram / size) * 100)} on the GPU`
}

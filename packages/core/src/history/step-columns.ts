import type { Spread } from '@ollama-dashboard/contracts'
import { type Step, startOf } from './step.ts'
import { type StoredFigures, storedGpus, storedTallies } from './stored-step.ts'
import { tenths } from './tally.ts'

/** A part of the time, from the begin of a step on, and how long its steps are: in seconds, times since the epoch. */
export interface StepPeriod {
  readonly from: number
  /** The first moment after the period. */
  readonly to: number
  readonly stepSeconds: number
}

/**
 * The steps of a period by their places in it, with a column of numbers for each figure. A chart is made of tens of thousands
 * of tallies: were each an object, collecting garbage would take longer than adding them up.
 */
export interface StepColumns {
  /** How many steps the period has room for. */
  readonly length: number
  /** Adds a step that begins within the period to the one it is a part of. */
  add(start: number, step: Step): void
  addStored(start: number, stored: StoredFigures): void
  /** Takes over the steps of another period, as long, that are within this one and that nothing was added to. */
  take(other: StepColumns): void
  /** What it takes of the memory, nearly. */
  readonly bytes: number
  columns(): ReadonlyMap<string, Float64Array>
  namesAt(place: number): ReadonlyMap<number, string> | undefined
  /** In seconds since the epoch. */
  startAt(place: number): number
  /** Whether anything was added to the step at a place. */
  has(place: number): boolean
  countAt(figure: string, place: number): number
  /** In the unit, with one decimal. */
  spreadAt(figure: string, place: number): Spread | null
  /** What each GPU is called in the latest step that names it, by index. */
  gpus(): ReadonlyMap<number, string>
}

/** Minimum, maximum, sum and count of each step in turn. */
type Column = Float64Array
type Names = ReadonlyMap<number, string>

const perStep = 4

export function createColumns({ from, to, stepSeconds }: StepPeriod): StepColumns {
  const length = Math.max(0, Math.ceil((to - from) / stepSeconds))
  const isKnown = new Uint8Array(length)
  const columns = new Map<string, Column>()
  const gpusAt = Array.from<Names | undefined>({ length })
  const columnsOf = rememberLast((names) => names.split(' ').map(columnOf))
  const gpusOf = rememberLast(storedGpus)

  function columnOf(figure: string): Column {
    const column = columns.get(figure) ?? new Float64Array(length * perStep)
    columns.set(figure, column)
    return column
  }

  function placeOf(start: number): number {
    const place = (startOf(start, stepSeconds) - from) / stepSeconds
    isKnown[place] = 1
    return place
  }

  function nameAt(place: number, gpus: Names): void {
    const known = gpusAt[place]
    if (known !== gpus) gpusAt[place] = known ? new Map([...known, ...gpus]) : gpus
  }

  return {
    length,
    add(start, { tallies, gpus }) {
      const place = placeOf(start)
      for (const [name, { min, max, sum, count }] of tallies) merge(columnOf(name), place, min, max, sum, count)
      nameAt(place, gpus)
    },
    addStored(start, { figures, gpus }) {
      const place = placeOf(start)
      for (const [names, numbers] of Object.entries(storedTallies(figures))) {
        let at = 0
        for (const column of columnsOf(names)) {
          merge(column, place, numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3])
          at += perStep
        }
      }
      if (gpus !== null) nameAt(place, gpusOf(gpus))
    },
    take(other) {
      const first = Math.max(0, (from - other.startAt(0)) / stepSeconds)
      const offset = (other.startAt(first) - from) / stepSeconds
      const last = Math.min(other.length, first + length - offset)
      for (const [figure, column] of other.columns())
        columnOf(figure).set(column.subarray(first * perStep, last * perStep), offset * perStep)
      for (let place = first; place < last; place += 1) {
        if (!other.has(place)) continue
        isKnown[place - first + offset] = 1
        gpusAt[place - first + offset] = other.namesAt(place)
      }
    },
    get bytes() {
      return length * (1 + 8 + columns.size * perStep * 8)
    },
    columns: () => columns,
    namesAt: (place) => gpusAt[place],
    startAt: (place) => from + place * stepSeconds,
    has: (place) => isKnown[place] === 1,
    countAt: (figure, place) => columns.get(figure)?.[place * perStep + 3] ?? 0,
    spreadAt(figure, place) {
      const column = columns.get(figure)
      const at = place * perStep
      const count = column?.[at + 3] ?? 0
      if (!column || count === 0) return null
      return {
        min: (column[at] ?? 0) / tenths,
        avg: Math.round((column[at + 2] ?? 0) / count) / tenths,
        max: (column[at + 1] ?? 0) / tenths,
      }
    },
    gpus: () => new Map(gpusAt.flatMap((gpus) => [...(gpus ?? [])])),
  }
}

/** Adds what was measured of a figure at another time of the same step. */
function merge(column: Column, place: number, min = 0, max = 0, sum = 0, count = 0): void {
  if (count === 0) return
  const at = place * perStep
  const known = column[at + 3] ?? 0
  column[at] = known > 0 ? Math.min(column[at] ?? 0, min) : min
  column[at + 1] = known > 0 ? Math.max(column[at + 1] ?? 0, max) : max
  column[at + 2] = (column[at + 2] ?? 0) + sum
  column[at + 3] = known + count
}

/** Stored steps of the same machine have the same figures and GPUs: nearly always, the last answer is asked for again. */
function rememberLast<T>(answer: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | null = null
  return (text) => {
    if (last?.text !== text) last = { text, answer: answer(text) }
    return last.answer
  }
}

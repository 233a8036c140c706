import { createLineSplitter } from './line-splitter.ts'
import type { LogReading, RawLine } from './log-source.ts'

/** The newest lines of what a process writes, in memory. */
export interface OutputRing {
  push(chunk: Buffer): void
  /** The process ended: whoever follows is told no more. */
  end(): void
  last(count: number): readonly RawLine[]
  read(reading: LogReading): AsyncIterable<readonly RawLine[]>
}

/** A line has up to 4 KiB, so that this is at most 8 MiB. */
const kept = 2000

export function createOutputRing(now: () => number): OutputRing {
  const lines: RawLine[] = []
  const splitters = createLineSplitter()
  const listeners = new Set<(fresh: readonly RawLine[] | null) => void>()
  let isEnded = false

  function add(texts: readonly string[]) {
    if (texts.length === 0) return
    const fresh = texts.map((text) => ({ text, at: now() }))
    lines.push(...fresh)
    lines.splice(0, lines.length - kept)
    for (const listener of listeners) listener(fresh)
  }

  async function* follow(count: number, signal: AbortSignal): AsyncGenerator<readonly RawLine[]> {
    let waiting: RawLine[] = lines.slice(-count)
    let wake = () => {}
    let isOver = isEnded
    const listener = (fresh: readonly RawLine[] | null) => {
      if (fresh) waiting = [...waiting, ...fresh].slice(-kept)
      else isOver = true
      wake()
    }
    const leave = () => listener(null)
    listeners.add(listener)
    signal.addEventListener('abort', leave, { once: true })
    try {
      while (!signal.aborted) {
        if (waiting.length > 0) {
          const now = waiting
          waiting = []
          yield now
        } else if (isOver) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      listeners.delete(listener)
      signal.removeEventListener('abort', leave)
    }
  }

  return {
    push: (chunk) => add(splitters.push(chunk)),
    end() {
      add(splitters.rest())
      isEnded = true
      for (const listener of listeners) listener(null)
    },
    last: (count) => lines.slice(-count),
    async *read({ lines: count, follow: goesOn, signal }) {
      if (goesOn) yield* follow(count, signal)
      else yield lines.slice(-count)
    },
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises'

/** What a file is to hold, as pieces of text that are made while it is written. */
export interface FileContents {
  /** Nothing is to be told: no file is made for it. */
  readonly isEmpty: boolean
  readonly pieces: Iterable<string> | AsyncIterable<string>
}

/** Characters that are made, hashed and written in one go: about a millisecond. */
const sliceLength = 262_144

/** Pieces joined to slices of a handy length, with a turn of the event loop after each. */
export async function* slicesOf(pieces: FileContents['pieces']): AsyncGenerator<string, void, void> {
  let slice: string[] = []
  let length = 0
  for await (const piece of pieces) {
    slice.push(piece)
    length += piece.length
    if (length < sliceLength) continue
    yield slice.join('')
    await nextTurn()
    slice = []
    length = 0
  }
  yield slice.join('')
}

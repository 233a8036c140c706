import type { Passage } from '@ollama-dashboard/contracts'
import { folded } from './search-text.ts'

/** Characters of a conversation that are looked through for its passage. */
export const mostLookedThrough = 262_144

/** A text is folded piece by piece: where a match stands in a piece costs a dozen times as much as whether it has one. */
const pieceLength = 4096
/** More than what a search of 200 characters matches, so that it stands whole in one piece. */
const overlap = 1024

const mostBefore = 24
const most = 100

/** What stands around the first match of a search in some texts, in one line; null where none of them has it. */
export function passageIn(texts: Iterable<string>, sought: string): Passage | null {
  const target = folded(sought)
  let left = mostLookedThrough
  for (const text of texts) {
    const found = passageOf(text.slice(0, left), target)
    if (found) return found
    left -= text.length
    if (left <= 0) return null
  }
  return null
}

function passageOf(text: string, target: string): Passage | null {
  for (let from = 0; from < text.length; from += pieceLength - overlap) {
    const piece = text.slice(from, from + pieceLength)
    const at = folded(piece).indexOf(target)
    if (at === -1) continue
    const start = from + placeOf(piece, at)
    const end = Math.max(from + endOf(piece, at + target.length), start + 1)
    return around(text, wholeBefore(text, start), wholeAfter(text, end))
  }
  return null
}

/** How many characters of a text, as it was, become at most so many folded ones. */
function placeOf(text: string, foldedLength: number): number {
  let [low, high] = [0, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (folded(text.slice(0, middle)).length <= foldedLength) low = middle
    else high = middle - 1
  }
  return low
}

/** One character more where it becomes several folded ones, of which the match has some. */
function endOf(text: string, foldedLength: number): number {
  const place = placeOf(text, foldedLength)
  return folded(text.slice(0, place)).length < foldedLength ? place + 1 : place
}

function around(text: string, start: number, end: number): Passage {
  const first = wholeBefore(text, Math.max(0, start - mostBefore))
  const last = wholeBefore(text, Math.min(text.length, Math.max(end, start + most - mostBefore)))
  const before = oneLine(text.slice(first, start)).trimStart()
  const after = oneLine(text.slice(end, last)).trimEnd()
  // The word that is cut is left out, if there is one behind it.
  const gap = first === 0 ? -1 : before.indexOf(' ')
  return {
    before: first === 0 ? before : `…${before.slice(gap + 1)}`,
    match: oneLine(text.slice(start, end)),
    after: last === text.length ? after : `${after}…`,
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

const isSplit = (text: string, at: number): boolean =>
  /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at))

/** The place, or the one before it where it is within a surrogate pair. */
const wholeBefore = (text: string, at: number): number => (isSplit(text, at) ? at - 1 : at)
const wholeAfter = (text: string, at: number): number => (isSplit(text, at) ? at + 1 : at)

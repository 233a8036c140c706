/** How many colours there are: `--id-1` to `--id-10`. */
export const colours = 10

/** The colours once around the circle of hues, so that those far from each other here are not mistaken for each other. */
const byHue: readonly number[] = [5, 2, 0, 4, 6, 1, 7, 3, 9, 8]

/** One of the colours, 0 to 9, by model; of those alone that do not have their own. */
export type Moved = ReadonlyMap<string, number>

/** The colour that a name has by itself, 0 to 9, whatever its case (FNV-1a, 32 bit). */
export function ownColour(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name.toLowerCase()) {
    hash ^= character.codePointAt(0) ?? 0
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  // The high bits: those are the ones that the whole name has stirred.
  return Math.floor((hash / 2 ** 32) * colours)
}

/**
 * Gives models that have the same colour different ones, as long as there are any: of `names`, the first keeps its own and
 * the others move to a free one. Who has moved stays there, so that no colour changes when a model comes or goes.
 */
export function moveApart(names: readonly string[], before: Moved): Moved {
  const installed = new Set(names)
  const taken = new Set<number>()
  const take = (colour: number | undefined): boolean => {
    if (colour === undefined || taken.has(colour)) return false
    taken.add(colour)
    return true
  }
  const moved = new Map([...before].filter(([name, colour]) => installed.has(name) && take(colour)))
  const others = names.filter((name) => !moved.has(name)).filter((name) => !take(ownColour(name)))
  for (const name of others) {
    const free = mostDifferent(taken, ownColour(name))
    if (free === undefined) break
    taken.add(free)
    moved.set(name, free)
  }
  return moved
}

/** What was kept as a list of pairs; what is none is left out. */
export const readMoved = (kept: unknown): Moved => new Map(Array.isArray(kept) ? kept.filter(isMoved) : [])

function isMoved(entry: unknown): entry is [string, number] {
  if (!Array.isArray(entry)) return false
  const [name, colour] = entry
  return typeof name === 'string' && Number.isInteger(colour) && colour >= 0 && colour < colours
}

/** The free one that is the furthest from all that are taken, and then from `own`, which another model has. */
function mostDifferent(taken: ReadonlySet<number>, own: number): number | undefined {
  const steps = (a: number, b: number) => {
    const apart = Math.abs(byHue.indexOf(a) - byHue.indexOf(b))
    return Math.min(apart, colours - apart)
  }
  const nearest = (colour: number) => Math.min(...[...taken].map((other) => steps(colour, other)))
  const further = (a: number, b: number) => nearest(b) - nearest(a) || steps(b, own) - steps(a, own)
  return byHue.filter((colour) => !taken.has(colour)).toSorted(further)[0]
}

/** How many colours there are: `--id-1` to `--id-10`. */
export const colours = 10

/** The colours once around the circle of hues, so that those far from each other here are not mistaken for each other. */
const byHue: readonly number[] = [5, 2, 0, 4, 6, 1, 7, 3, 9, 8]

/** One of the colours, 0 to 9, by model. */
export type Given = ReadonlyMap<string, number>

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
 * Gives each of `names` that has no colour yet its own one, or where another model has that, a free one, as long as there
 * are any. Who has a colour keeps it, so that none changes when a model comes, goes, or is drawn for the first time. Once
 * every colour is given, those of models that are not `installed` are free again.
 */
export function giveColours(names: readonly string[], before: Given, installed: ReadonlySet<string>): Given {
  const given = new Map(before)
  const all = new Set(before.values())
  const ofInstalled = new Set([...before].flatMap(([name, colour]) => (installed.has(name) ? [colour] : [])))
  const give = (name: string, colour: number) => {
    given.set(name, colour)
    all.add(colour)
    if (installed.has(name)) ofInstalled.add(colour)
  }
  const taken = () => (all.size < colours ? all : ofInstalled)
  for (const name of names) if (!given.has(name) && !taken().has(ownColour(name))) give(name, ownColour(name))
  for (const name of names) if (!given.has(name)) give(name, mostDifferent(taken(), ownColour(name)) ?? ownColour(name))
  return given
}

/** What was kept as a list of pairs; what is none is left out. */
export const readGiven = (kept: unknown): Given => new Map(Array.isArray(kept) ? kept.filter(isGiven) : [])

function isGiven(entry: unknown): entry is [string, number] {
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

/** Text that is JSON perhaps, and too much to be read in one go. The message ends a sentence: "must not …". */
export class JsonBeyondLimits extends Error {
  override readonly name = 'JsonBeyondLimits'
}

export interface JsonLimits {
  /** Levels of lists and objects within each other. */
  readonly maxDepth: number
  /** Values of any kind, within a part or outside of all parts. */
  readonly maxValues: number
  /** Different names in objects: each of them costs far more than a value. */
  readonly maxKeys: number
  /** Values altogether, where the text has parts; as `maxValues` when absent. */
  readonly maxValuesOfAllParts?: number
}

/**
 * What is read in one go. `JSON.parse`, a check against a schema and `JSON.stringify` of the worst text within these
 * limits take less than 100 ms of processor time together; without them, 15 MB take 20 s.
 *
 * - Beyond some 5000 levels `JSON.stringify` throws. A JSON schema has less than 50, saved settings 100 at most.
 * - The longest conversation, of 10,000 messages with their metrics, has 170,000 values.
 * - 20,000 keys are twice as many models as anybody has installed.
 */
export const jsonLimits: JsonLimits = { maxDepth: 200, maxValues: 250_000, maxKeys: 20_000 }

/** Where a part stands in the text. */
export interface JsonPart {
  readonly start: number
  readonly end: number
}

export interface JsonScan {
  /** Reads on up to this place. Throws `JsonBeyondLimits` at the first thing that is too much. */
  readTo(end: number): void
  /** Lists and objects that stand at `partDepth`, once all is read. */
  readonly parts: readonly JsonPart[]
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

/**
 * Counts what `JSON.parse` would make of a text, in linear time and without making it. It does not judge whether the
 * text is JSON. `partDepth` 2 makes a part of each conversation in `{"sessions": [{…}, {…}]}`.
 */
export function createJsonScan(text: string, limits: JsonLimits, partDepth: number | null = null): JsonScan {
  const { maxDepth, maxValues, maxKeys, maxValuesOfAllParts = maxValues } = limits
  const parts: JsonPart[] = []
  const keys = new Set<string>()
  const isObject = new Uint8Array(maxDepth + 1)
  let at = 0
  let depth = 0
  let outside = 0
  let inPart = 0
  let total = 0
  let partStart = -1
  /** Where the string began that is being read; -1 outside of one. */
  let stringStart = -1
  /** The first quote at or after `at`, once it was looked for: a long string is not searched anew for each slice. */
  let nextQuote = -1
  let isKeyNext = false

  function count(): void {
    total += 1
    if (partStart === -1) outside += 1
    else inPart += 1
    if (Math.max(outside, inPart) > maxValues) throw new JsonBeyondLimits(`must have at most ${maxValues} values`)
    if (partDepth !== null && total > maxValuesOfAllParts) {
      throw new JsonBeyondLimits(`must have at most ${maxValuesOfAllParts} values`)
    }
  }

  function open(object: boolean): void {
    if (depth === partDepth) {
      partStart = at
      inPart = 0
    }
    count()
    depth += 1
    if (depth > maxDepth) throw new JsonBeyondLimits(`must not be nested deeper than ${maxDepth} levels`)
    isObject[depth] = object ? 1 : 0
    isKeyNext = object
  }

  function close(): void {
    isKeyNext = false
    // More ends than beginnings: that is no JSON, which the parser tells.
    if (depth === 0) return
    depth -= 1
    if (depth !== partDepth || partStart === -1) return
    parts.push({ start: partStart, end: at + 1 })
    partStart = -1
  }

  function endString(end: number): void {
    if (isKeyNext) {
      keys.add(text.slice(stringStart, end))
      if (keys.size > maxKeys) throw new JsonBeyondLimits(`must have at most ${maxKeys} different keys`)
    }
    isKeyNext = false
    stringStart = -1
  }

  /** The end of the string at or after `at`, within what is to be read now; -1 where it goes on behind that. */
  function endOfString(end: number): number {
    for (;;) {
      if (nextQuote < at) nextQuote = indexOrEnd(text.indexOf('"', at))
      if (nextQuote >= end) return -1
      let before = nextQuote - 1
      while (before > stringStart && text.charCodeAt(before) === backslash) before -= 1
      // An even number of backslashes are escaped ones, and the quote ends the string.
      if ((nextQuote - before) % 2 === 1) return nextQuote
      at = nextQuote + 1
    }
  }

  const indexOrEnd = (index: number) => (index === -1 ? text.length : index)

  return {
    parts,
    readTo(end) {
      while (at < end) {
        if (stringStart !== -1) {
          const found = endOfString(end)
          if (found === -1) {
            at = end
            return
          }
          endString(found)
          at = found + 1
          continue
        }
        const code = text.charCodeAt(at)
        if (code === quote) stringStart = at
        else if (code === comma) {
          count()
          isKeyNext = isObject[depth] === 1
        } else if (code === openList || code === openObject) open(code === openObject)
        else if (code === closeList || code === closeObject) close()
        else if (code === colon) isKeyNext = false
        at += 1
      }
    },
  }
}

import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createJsonScan, type JsonLimits, type JsonPart, jsonLimits } from './json-scan.ts'

type Parse = (text: string) => unknown

/** Characters that are looked at in one go: about a millisecond. */
const sliceLength = 262_144

/**
 * Parses text from outside that is read in one go. Throws `JsonBeyondLimits` before a value is made where it is too
 * much, and what `parse` throws.
 */
export function readJson(text: string, parse: Parse = JSON.parse, limits: JsonLimits = jsonLimits): unknown {
  // Nearly every line of a reply is too short for any of it.
  if (text.length > Math.min(limits.maxDepth, limits.maxValues, limits.maxKeys)) {
    createJsonScan(text, limits).readTo(text.length)
  }
  return parse(text)
}

export interface ReadInPartsOptions {
  readonly parse?: Parse
  readonly limits?: JsonLimits
  /** Lists and objects at this depth are parsed one after the other: 1 for the members of an object, 2 for what these list. */
  readonly partDepth?: number | null
}

/** Like `readJson`, but yields to the event loop between slices of a long text, and between its parts. */
export async function readJsonInParts(
  text: string,
  { parse = JSON.parse, limits = jsonLimits, partDepth = null }: ReadInPartsOptions = {},
): Promise<unknown> {
  const scan = createJsonScan(text, limits, partDepth)
  for (let end = sliceLength; end < text.length; end += sliceLength) {
    scan.readTo(end)
    await nextTurn()
  }
  scan.readTo(text.length)
  if (text.length <= sliceLength || scan.parts.length === 0) return parse(text)

  const token = randomUUID()
  const frame = parse(withPlaceholders(text, scan.parts, token))
  const values: unknown[] = []
  for (const { start, end } of scan.parts) {
    await nextTurn()
    values.push(parse(text.slice(start, end)))
  }
  return withValues(frame, partDepth ?? 0, token, values)
}

function withPlaceholders(text: string, parts: readonly JsonPart[], token: string): string {
  const pieces: string[] = []
  let done = 0
  for (const [index, { start, end }] of parts.entries()) {
    pieces.push(text.slice(done, start), `"${token}${index}"`)
    done = end
  }
  pieces.push(text.slice(done))
  return pieces.join('')
}

/** Puts each part where its placeholder stands, `levels` deep; of a key that is there twice the last one counts. */
function withValues(frame: unknown, levels: number, token: string, values: readonly unknown[]): unknown {
  if (typeof frame === 'string') return frame.startsWith(token) ? values[Number(frame.slice(token.length))] : frame
  if (levels === 0 || typeof frame !== 'object' || frame === null) return frame
  const inside = (value: unknown) => withValues(value, levels - 1, token, values)
  if (Array.isArray(frame)) return frame.map(inside)
  const members = Object.entries(frame)
  if (members.some(([key]) => key.startsWith(token))) throw new SyntaxError('A list or an object is no key.')
  return Object.fromEntries(members.map(([key, value]) => [key, inside(value)]))
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'

const folder = join(import.meta.dirname, '../../ollama-sim/recordings')

interface Exchange {
  readonly request: { readonly path: string }
  readonly answer: { readonly status: number; readonly lines: readonly { readonly text?: string }[] }
}

/** What real servers answered at a path, with success: one JSON value for each line. */
export function recordedAnswers(path: string): readonly unknown[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
  return files
    .toSorted()
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Exchange[])
    .filter(({ request, answer }) => request.path === path && answer.status === 200)
    .flatMap(({ answer }) => answer.lines.flatMap(({ text }) => parsed(text)))
}

function parsed(text: string | undefined): unknown[] {
  try {
    return text === undefined ? [] : [JSON.parse(text)]
  } catch {
    return []
  }
}

const absent = Symbol('absent')

/** What files, proxies, other versions and mistakes put where something else was expected. */
const oddValue = fc.oneof(
  fc.constantFrom(
    ...[null, true, -1, 0, 1, 0.5, 31.5, 4_294_967_295, 2 ** 53, 1e308, -1e308],
    ...['', '0', '4096', '8x7B', ' ', '\u0000', '../..', 'x'.repeat(700), '\ud800'],
    ...['0001-01-01T00:00:00Z', '2318-04-12T01:00:00+02:00', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59-10:00'],
    absent,
  ),
  fc.constantFrom({}, [], { toString: 1 }, [null], [{}], Array(2000).fill(8)),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A value with some of the values in it replaced or taken away. */
export const withOddValues = (values: fc.Arbitrary<unknown>, { maxChanges = 6 } = {}): fc.Arbitrary<unknown> =>
  fc.tuple(values, fc.array(fc.tuple(fc.nat(), oddValue), { maxLength: maxChanges })).map(([value, changes]) => {
    const copy: unknown = structuredClone(value)
    for (const [place, odd] of changes) replace(copy, place, odd)
    return copy
  })

/** A recorded answer with some of its values replaced or taken away. */
export const mutated = (answers: readonly unknown[]): fc.Arbitrary<unknown> =>
  withOddValues(fc.constantFrom(...answers))

/** Any JSON at all, or a recorded answer that went wrong. */
export const anyAnswer = (answers: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fc.jsonValue(), weight: 1 }, { arbitrary: mutated(answers), weight: 4 })

function replace(root: unknown, place: number, value: unknown) {
  const places = placesIn(root)
  const [holder, key] = places[place % places.length] ?? []
  if (holder === undefined || key === undefined) return
  if (value === absent) Reflect.deleteProperty(holder, key)
  else Reflect.set(holder, key, structuredClone(value))
}

/** Each value within, by what holds it. */
function placesIn(value: unknown): (readonly [object, string])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as const, ...placesIn(inner)])
}

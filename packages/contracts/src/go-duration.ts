import { Kind, type TSchema, type TUnsafe, Type, TypeRegistry } from '@sinclair/typebox'

const kind = 'GoDuration'

export const durationForm = {
  type: 'string',
  maxLength: 64,
  pattern: '^[+-]?(?:0|(?:(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$',
  examples: ['5m', '1h30m'],
} as const

const nanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

/** Go counts a duration in nanoseconds, in 64 bits with a sign: 292 years. */
const most = 2n ** 63n - 1n

// A pattern cannot add up, and Go refuses what it cannot hold.
TypeRegistry.Set<TSchema>(
  kind,
  (_, value) =>
    typeof value === 'string' &&
    value.length <= durationForm.maxLength &&
    new RegExp(durationForm.pattern).test(value) &&
    lengthOf(value) <= most,
)

/** In nanoseconds, without its sign. */
function lengthOf(duration: string): bigint {
  let total = 0n
  for (const [, whole, fraction, unit = ''] of duration
    .replace(/^[+-]/, '')
    .matchAll(/(\d*)(?:\.(\d*))?([nuµμm]?s|[mh])/gy)) {
    const length = nanoseconds[unit] ?? 0n
    total += BigInt(whole || 0) * length + BigInt(Math.trunc(Number(`0.${fraction || 0}`) * Number(length)))
  }
  return total
}

/** How long a Go duration is, in milliseconds with its sign. */
export const durationMs = (duration: string): number =>
  (Number(lengthOf(duration)) / 1e6) * (duration.startsWith('-') ? -1 : 1)

/** A duration as Go's `time.ParseDuration` takes it: `"5m"`, `"1h30m"`. In JSON schema it is a string with a pattern. */
export const GoDuration = () =>
  Type.Unsafe<string>({ ...durationForm, [Kind]: kind }) as TUnsafe<string> & typeof durationForm

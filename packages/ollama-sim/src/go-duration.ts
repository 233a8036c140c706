import { ApiError } from './http/api-error.ts'

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Go's `time.ParseDuration`, in milliseconds, with its texts. https://pkg.go.dev/time#ParseDuration */
export function parseGoDuration(text: string): number {
  const invalid = (what: string) => new ApiError(400, `time: ${what} duration ${JSON.stringify(text)}`)
  const sign = text.startsWith('-') ? -1 : 1
  let rest = text.replace(/^[-+]/, '')
  if (rest === '0') return 0
  if (rest === '') throw invalid('invalid')
  let total = 0
  while (rest !== '') {
    const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0]
    if (number === undefined) throw invalid('invalid')
    rest = rest.slice(number.length)
    const unit = /^[^\d.]+/.exec(rest)?.[0]
    if (unit === undefined) throw invalid('missing unit in')
    const unitMs = UNITS_MS[unit]
    if (unitMs === undefined) throw invalid(`unknown unit ${JSON.stringify(unit)} in`)
    total += Number(number) * unitMs
    rest = rest.slice(unit.length)
  }
  return sign * total
}

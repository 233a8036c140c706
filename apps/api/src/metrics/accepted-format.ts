import type { Format } from './exposition.ts'

/**
 * Which format a scraper wants: OpenMetrics where it accepts version 1.0.0 and likes plain text no better, as Prometheus
 * says it in `Accept`; plain text for everybody else.
 */
export function acceptedFormat(accept: string | undefined): Format {
  const ranges = (accept ?? '').toLowerCase().split(',').map(readRange)
  const quality = (isMeant: (range: Range) => boolean) =>
    Math.max(0, ...ranges.filter(isMeant).map((range) => range.quality))
  const openMetrics = quality(
    ({ type, version }) => type === 'application/openmetrics-text' && (version === null || version === '1.0.0'),
  )
  return openMetrics > 0 && openMetrics >= quality(({ type }) => type === 'text/plain') ? 'openmetrics' : 'prometheus'
}

interface Range {
  readonly type: string
  readonly version: string | null
  readonly quality: number
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const parameter = (name: string) =>
    parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
  const quality = Number(parameter('q') ?? 1)
  return { type, version: parameter('version'), quality: Number.isNaN(quality) ? 0 : quality }
}

import type { AnyMetric, HistogramSeries, Labels } from '@ollama-dashboard/core'

export type Format = 'prometheus' | 'openmetrics'

export const contentTypes: Readonly<Record<Format, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
}

/**
 * The lines of one metric, each with its end; its samples are those given. Sources: Prometheus' "Exposition formats",
 * version 0.0.4, and the OpenMetrics specification 1.0, which alone knows exemplars.
 */
export function expose(family: Exposed, format: Format): string {
  const { name, help, type } = family
  // OpenMetrics names the family of a counter without what its samples end with.
  const title = format === 'openmetrics' && type === 'counter' ? name.replace(/_total$/, '') : name
  const head = `# HELP ${title} ${escaped(help, format)}\n# TYPE ${title} ${type}\n`
  if (family.type !== 'histogram') {
    return head + family.known.map(({ labels, value }) => line(name, labels, value)).join('')
  }
  return head + family.known.map((series) => histogram(family, series, format)).join('')
}

/** What ends a whole answer. */
export const ending: Readonly<Record<Format, string>> = { prometheus: '', openmetrics: '# EOF\n' }

type Info = Pick<AnyMetric, 'name' | 'help'>
/** A metric with its samples, as they are now. */
export type Exposed =
  | (Info & { readonly type: 'gauge' | 'counter'; readonly known: readonly { labels: Labels; value: number }[] })
  | (Info & {
      readonly type: 'histogram'
      readonly bounds: readonly number[]
      readonly known: readonly HistogramSeries[]
    })

function histogram(
  { name, bounds }: { readonly name: string; readonly bounds: readonly number[] },
  { labels, counts, sum, exemplars }: HistogramSeries,
  format: Format,
): string {
  let count = 0
  let text = ''
  for (const [range, own] of counts.entries()) {
    count += own
    const bound = bounds[range]
    const le = bound === undefined ? '+Inf' : boundText(bound, format)
    const exemplar = format === 'openmetrics' ? exemplars[range] : null
    const of = exemplar
      ? ` # {trace_id="${exemplar.traceId}"} ${exemplar.value} ${(exemplar.at / 1000).toFixed(3)}`
      : ''
    text += `${name}_bucket${labelText(labels, le)} ${count}${of}\n`
  }
  return `${text}${line(`${name}_sum`, labels, sum)}${line(`${name}_count`, labels, count)}`
}

const line = (name: string, labels: Labels, value: number): string =>
  `${name}${labelText(labels)} ${numberText(value)}\n`

/** Strict readers of OpenMetrics want bounds as floats. */
const boundText = (bound: number, format: Format): string =>
  format === 'openmetrics' && Number.isInteger(bound) ? `${bound}.0` : String(bound)

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
}

function labelText(labels: Labels, le?: string): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${quoted(value)}"`)
  if (le !== undefined) parts.push(`le="${le}"`)
  return parts.length > 0 ? `{${parts.join(',')}}` : ''
}

const special = /[\\\n"]/
/** Nearly no value has anything to escape. */
const quoted = (value: string): string =>
  special.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"') : value

function escaped(help: string, format: Format): string {
  const text = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return format === 'openmetrics' ? text.replaceAll('"', '\\"') : text
}

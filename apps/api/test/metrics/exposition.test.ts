import { createHistogram } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { acceptedFormat } from '../../src/metrics/accepted-format.ts'
import { expose } from '../../src/metrics/exposition.ts'
import { scraperWith } from '../../src/metrics/metrics-token.ts'

const trace = 'ab'.repeat(16)

function observed() {
  const histogram = createHistogram({
    name: 'took_seconds',
    help: 'How long\nit took',
    labelNames: ['model'],
    bounds: [0.5, 1],
    now: () => 1_700_000_000_123,
  })
  for (const value of [0.2, 0.5, 0.7]) histogram.observe({ model: 'a"b\\c\n' }, value, '')
  histogram.observe({ model: 'a"b\\c\n' }, 7, trace)
  return { ...histogram, known: histogram.series() }
}

test('a histogram adds up its buckets, and plain text has no exemplars', () => {
  const labels = 'model="a\\"b\\\\c\\n"'
  expect(expose(observed(), 'prometheus')).toBe(
    `# HELP took_seconds How long\\nit took\n# TYPE took_seconds histogram\n${[
      `took_seconds_bucket{${labels},le="0.5"} 2`,
      `took_seconds_bucket{${labels},le="1"} 3`,
      `took_seconds_bucket{${labels},le="+Inf"} 4`,
      `took_seconds_sum{${labels}} 8.4`,
      `took_seconds_count{${labels}} 4`,
    ].join('\n')}\n`,
  )
})

test('OpenMetrics tells the trace of a value, bounds as floats, and counters without their ending', () => {
  const text = expose(observed(), 'openmetrics')
  expect(text).toContain('le="1.0"} 3\n')
  expect(text).toContain(`le="+Inf"} 4 # {trace_id="${trace}"} 7 1700000000.123\n`)
  const counter = {
    type: 'counter',
    name: 'failures_total',
    help: 'Failures',
    known: [{ labels: {}, value: 2 }],
  } as const
  expect(expose(counter, 'openmetrics')).toBe('# HELP failures Failures\n# TYPE failures counter\nfailures_total 2\n')
})

test.each([
  [undefined, 'prometheus'],
  ['*/*', 'prometheus'],
  ['text/plain', 'prometheus'],
  // Prometheus 2.42 and 3.
  [
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,*/*;q=0.2',
    'openmetrics',
  ],
  ['application/openmetrics-text;version=0.0.1', 'prometheus'],
  ['application/openmetrics-text;q=0.2,text/plain;q=0.9', 'prometheus'],
  ['application/openmetrics-text;q=nonsense', 'prometheus'],
])('whoever accepts %s gets %s', (accept, format) => {
  expect(acceptedFormat(accept)).toBe(format)
})

test('a scraper has the token as a bearer or as the password of any user, and without a token nobody has it', () => {
  const token = 'scrape:me-if-you-can'
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const isScraper = scraperWith(token)
  for (const good of [`Bearer ${token}`, `bearer ${token}`, basic(`prometheus:${token}`), basic(`:${token}`)]) {
    expect(isScraper(good), good).toBe(true)
  }
  for (const bad of [undefined, '', `Bearer ${token}x`, token, basic(token), basic(`${token}:`), 'Basic !!!']) {
    expect(isScraper(bad), bad).toBe(false)
  }
  expect(scraperWith(null)('Bearer ')).toBe(false)
})

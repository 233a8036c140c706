import { expect, test } from 'vitest'
import { metricsIn, recorded, shippedQueries } from './named-metrics.ts'
import { readExposition } from './read-exposition.ts'
import { keepBusy, scrapedApp } from './scrape.ts'

test('the metrics of a query are told from its functions, labels and words', () => {
  const query =
    'histogram_quantile(0.9, sum by (model, le) (rate(a_bucket{b="c"}[5m]))) / on (d) e unless sum(f:g) > 60 or vector(0)'
  expect(metricsIn(query)).toEqual(['a_bucket', 'e', 'f:g'])
  expect(metricsIn('label_values({__name__=~"a|b", c=~"$d"}, model)')).toEqual(['a', 'b'])
})

test('every metric that a dashboard or a rule names is in a scrape', async () => {
  const busy = await scrapedApp()
  await keepBusy(busy)
  const families = readExposition((await busy.read()).text)
  const told = new Set([
    'up',
    // Contributed by alerts.
    'ollama_dashboard_alerts_firing',
    ...(await recorded()),
    ...families.flatMap(({ name, type }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  ])
  const queries = await shippedQueries()
  expect(new Set(queries.map(({ file }) => file)).size).toBe(5)
  expect(queries.length).toBeGreaterThan(60)
  const missing = queries.flatMap(({ file, query }) =>
    metricsIn(query)
      .filter((name) => !told.has(name))
      .map((name) => `${file}: ${name}`),
  )
  expect(missing).toEqual([])
})

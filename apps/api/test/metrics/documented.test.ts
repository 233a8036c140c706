import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { alone, replicaMetrics } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { createRefusalCounts } from '../../src/metrics/http-metrics.ts'
import { watchProcess } from '../../src/metrics/process-metrics.ts'
import { readExposition } from './read-exposition.ts'
import { keepBusy, scrapedApp } from './scrape.ts'
import { toldByReplicas } from './told-by-replicas.ts'

const file = join(import.meta.dirname, '../../../../docs/METRICS.md')
const begin = '<!-- metrics -->\n'
const end = '<!-- end of metrics -->'

/** As of several replicas, though it is alone. */
const one = alone({ version: '1.0.0' })
const replicas = {
  ...one,
  metrics: replicaMetrics({ ...one, link: { isUp: () => true, failure: () => null, delayMs: () => 1 } }),
}

/** The formatter widens columns. */
const withoutWidths = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---').trim()

test('docs/METRICS.md lists every metric with its labels; UPDATE=1 writes the list anew, to be formatted', async () => {
  const busy = await scrapedApp({}, { core: { replicas } })
  await keepBusy(busy)
  using ofProcess = watchProcess()
  const declared = new Map(
    [...busy.core.metrics, ...createRefusalCounts().metrics, ...ofProcess.metrics].map(({ name, labelNames }) => [
      name,
      labelNames,
    ]),
  )
  const rows = readExposition((await busy.read()).text).map(({ name, type, help, samples }) => {
    const labels = declared.get(name) ?? Object.keys(samples[0]?.labels ?? {}).filter((label) => label !== 'le')
    const named = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${type} | ${toldByReplicas({ name, type })} | ${named} | ${help} |`
  })
  const head = ['| Metric | Type | Replicas | Labels | What it is |', '| --- | --- | --- | --- | --- |']
  const table = [...head, ...rows.sort()].join('\n')

  const text = await readFile(file, 'utf8')
  const [before = '', rest = ''] = text.split(begin)
  const [listed = '', after = ''] = rest.split(end)
  if (process.env['UPDATE'] && withoutWidths(listed) !== withoutWidths(table))
    await writeFile(file, `${before}${begin}\n${table}\n\n${end}${after}`)
  expect(withoutWidths(listed)).toBe(withoutWidths(table))
})

import { expect, test } from 'vitest'
import { shippedQueries } from './named-metrics.ts'
import { type PutTogether, putTogether } from './put-together.ts'
import { readExposition } from './read-exposition.ts'
import { keepBusy, scrapedApp } from './scrape.ts'
import { type Told, toldByReplicas } from './told-by-replicas.ts'

/** What tells replicas apart: two of them may be on one machine. */
const ofReplica = ['instance', 'pod']
const ofMachine = 'node'

const isOne = ({ merges }: PutTogether) => [...ofReplica, ofMachine].every(merges)

/** Whether a query tells each fact once, however many replicas tell it. */
const isRight: Readonly<Record<Told, (use: PutTogether, legend: string) => boolean>> = {
  same: (use) => use.by === 'max' && isOne(use),
  sum: (use) => use.by === 'sum' && isOne(use),
  machine: ({ by, merges }) => by === 'max' && ofReplica.every(merges) && !merges(ofMachine),
  // The worst of all, or each by its name; an alert has no legend.
  itself: (use, legend) => (use.by === null ? legend.includes('{{instance}}') : use.by !== 'sum' && isOne(use)),
}

test('the first thing that puts the series of a metric together is found', () => {
  const query =
    'sum(max without (instance, pod) (a{b="(c)"} / d)) or topk(3, e) unless ignoring (f) sum by (g) (rate(h[5m]))'
  const found = putTogether(query).map(({ metric, by, merges }) => [metric, by, merges('pod'), merges('g')])
  expect(found).toEqual([
    ['a', 'max', true, false],
    ['d', 'max', true, false],
    ['e', null, false, false],
    ['h', 'sum', true, false],
  ])
  expect(putTogether('sum(a)')[0]?.merges('pod')).toBe(true)
})

test('a panel shows no figure and a rule fires no alert once for each replica', async () => {
  const busy = await scrapedApp()
  await keepBusy(busy)
  const told = new Map<string, Told>([['ollama_dashboard_alerts_firing', 'same']])
  for (const family of readExposition((await busy.read()).text)) {
    for (const suffix of ['', '_bucket', '_sum', '_count']) told.set(family.name + suffix, toldByReplicas(family))
  }
  const queries = (await shippedQueries()).filter(({ query }) => !query.includes('label_values'))
  const wrong = queries.flatMap(({ file, query, legend = '' }) =>
    putTogether(query)
      // Each replica that is down is an alert; what is recorded was put together when it was.
      .filter(({ metric }) => metric !== 'up' && !metric.includes(':'))
      .filter((use) => !isRight[told.get(use.metric) ?? 'same'](use, legend))
      .map(({ metric }) => `${file}: ${metric} in ${query.trim()}`),
  )
  expect(wrong).toEqual([])
})

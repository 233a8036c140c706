import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const shipped = join(import.meta.dirname, '..', '..', '..', '..', 'docker')

export interface ShippedQuery {
  readonly file: string
  readonly query: string
  /** How a dashboard names what it draws of it. */
  readonly legend?: string
}

/** Every query of the dashboards and rules that are shipped, by the file it stands in. */
export async function shippedQueries(): Promise<readonly ShippedQuery[]> {
  const found: ShippedQuery[] = []
  for await (const file of glob('{grafana/dashboards/*.json,prometheus/rules/*.yml}', { cwd: shipped })) {
    const text = await readFile(join(shipped, file), 'utf8')
    const queries = file.endsWith('.json') ? queriesIn(JSON.parse(text)) : rulesIn(text)
    found.push(...queries.map((one) => ({ file, ...one })))
  }
  return found
}

/** What recording rules make. */
export async function recorded(): Promise<readonly string[]> {
  const text = await readFile(join(shipped, 'prometheus', 'rules', 'recording.yml'), 'utf8')
  return [...text.matchAll(/record: (\S+)/g)].flatMap(([, name]) => name ?? [])
}

type Found = Omit<ShippedQuery, 'file'>

function queriesIn(value: unknown): readonly Found[] {
  if (typeof value !== 'object' || value === null) return []
  const legend = 'legendFormat' in value ? { legend: String(value.legendFormat) } : {}
  return Object.entries(value).flatMap(([key, member]) => {
    const isQuery = key === 'expr' || (key === 'query' && typeof member === 'string' && member.includes('label_values'))
    return isQuery && typeof member === 'string' ? [{ query: member, ...legend }] : queriesIn(member)
  })
}

/** `expr` stands on one line, or after `>-` on those that are further in. */
const rulesIn = (text: string): readonly Found[] =>
  [...text.matchAll(/expr: (?:>-\n((?: {10,}.*\n)+)|(.*)\n)/g)].map(([, folded, line]) => ({
    query: folded ?? line ?? '',
  }))

const words = new Set([
  'and',
  'or',
  'unless',
  'on',
  'by',
  'without',
  'instance_name',
  'model',
  'vector',
  'bool',
  'ignoring',
])

/** Whether a word of PromQL that is no function names a metric. */
export const isMetric = (word: string): boolean => !words.has(word)

/** A query without what selects series, or tells which of them belong together. */
export const withoutSelectors = (query: string): string =>
  query.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ').replaceAll(/\b(?:on|ignoring) ?\([^)]*\)/g, ' ')

/** The metrics that a query of PromQL asks for. */
export function metricsIn(query: string): readonly string[] {
  const byName = [...query.matchAll(/__name__=~"([^"]*)"/g)].flatMap(([, names = '']) => names.split('|'))
  const rest = withoutSelectors(query.replace(/label_values\((.*), \w+\)/, '$1')).replaceAll(
    /\b(?:by|without) ?\([^)]*\)/g,
    ' ',
  )
  const names = [...rest.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([name]) => name)
  const isFunction = (name: string) => new RegExp(`\\b${name}\\s*\\(`).test(rest)
  return [...byName, ...names.filter((name) => isMetric(name) && !isFunction(name))]
}

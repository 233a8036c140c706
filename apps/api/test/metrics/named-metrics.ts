import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const shipped = join(import.meta.dirname, '..', '..', '..', '..', 'docker')

/** Every query of the dashboards and rules that are shipped, by the file it stands in. */
export async function shippedQueries(): Promise<readonly { readonly file: string; readonly query: string }[]> {
  const found: { file: string; query: string }[] = []
  for await (const file of glob('{grafana/dashboards/*.json,prometheus/rules/*.yml}', { cwd: shipped })) {
    const text = await readFile(join(shipped, file), 'utf8')
    const queries = file.endsWith('.json') ? queriesIn(JSON.parse(text)) : rulesIn(text)
    found.push(...queries.map((query) => ({ file, query })))
  }
  return found
}

/** What recording rules make. */
export async function recorded(): Promise<readonly string[]> {
  const text = await readFile(join(shipped, 'prometheus', 'rules', 'recording.yml'), 'utf8')
  return [...text.matchAll(/record: (\S+)/g)].flatMap(([, name]) => name ?? [])
}

function queriesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const isQuery = key === 'expr' || (key === 'query' && typeof member === 'string' && member.includes('label_values'))
    return isQuery && typeof member === 'string' ? [member] : queriesIn(member)
  })
}

/** `expr` stands on one line, or after `>-` on those that are further in. */
const rulesIn = (text: string): readonly string[] =>
  [...text.matchAll(/expr: (?:>-\n((?: {10,}.*\n)+)|(.*)\n)/g)].map(([, folded, line]) => folded ?? line ?? '')

const words = new Set(['and', 'or', 'unless', 'on', 'by', 'instance_name', 'model', 'vector', 'bool', 'ignoring'])

/** The metrics that a query of PromQL asks for. */
export function metricsIn(query: string): readonly string[] {
  const byName = [...query.matchAll(/__name__=~"([^"]*)"/g)].flatMap(([, names = '']) => names.split('|'))
  const rest = query
    .replace(/label_values\((.*), \w+\)/, '$1')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\b(?:by|on|without|ignoring) ?\([^)]*\)/g, ' ')
  const names = [...rest.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g)].map(([name]) => name)
  const isFunction = (name: string) => new RegExp(`\\b${name}\\s*\\(`).test(rest)
  return [...byName, ...names.filter((name) => !words.has(name) && !isFunction(name))]
}

import { globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const importStatement = /(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g
const arrow = /^ *(.+?) (-->|-\.->) (.+)$/

/** Which parts stand in a diagram, and the imports that its arrows allow, as `from → to`. */
export interface Diagram {
  readonly parts: ReadonlySet<string>
  /** `a --> b`. What follows several of them, one behind the other, is allowed too. */
  readonly solid: ReadonlySet<string>
  /** `a -.-> b` allows this one import alone. */
  readonly dotted: ReadonlySet<string>
}

/** The Mermaid diagram below a heading of a document. Of a part `id[text]` the text is its name. */
export function diagramBelow(heading: string, document: string): Diagram {
  const text = document.split(`\n## ${heading}\n`)[1]?.split('```mermaid\n')[1]?.split('\n```')[0]
  if (text === undefined) throw new Error(`There is no diagram below "${heading}".`)
  const named = new Map(Array.from(text.matchAll(/([\w-]+)\[([^\]]+)\]/g), ([, id = '', name = '']) => [id, name]))
  const partsOf = (list = '') =>
    list.split(' & ').map((part) => {
      const [id = ''] = part.trim().split('[')
      return named.get(id) ?? id
    })
  const diagram = { parts: new Set<string>(), solid: new Set<string>(), dotted: new Set<string>() }
  for (const line of text.split('\n')) {
    const [, froms, kind, tos] = arrow.exec(line) ?? []
    for (const from of partsOf(froms)) {
      for (const to of partsOf(tos)) {
        if (kind === undefined) continue
        diagram.parts.add(from).add(to)
        diagram[kind === '-->' ? 'solid' : 'dotted'].add(edge(from, to))
      }
    }
  }
  return diagram
}

const edge = (from: string, to: string): string => `${from} → ${to}`

/** Every part that can be reached from a part along solid arrows. */
export function reachable({ solid }: Diagram, from: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (part: string) => {
    for (const arrow of solid) {
      const [start, end = ''] = arrow.split(' → ')
      if (start !== part || reached.has(end)) continue
      reached.add(end)
      visit(end)
    }
  }
  visit(from)
  return reached
}

/** What the code says: its parts, and each import from one to another with the files that have it. */
export interface Imports {
  readonly parts: ReadonlySet<string>
  readonly edges: ReadonlyMap<string, readonly string[]>
}

/** The folders of core, with `core.ts` for the files beside them. */
export function importsInCore(): Imports {
  const source = 'packages/core/src/'
  const partOf = (path: string) => {
    const [folder = '', ...inside] = path.slice(source.length).split('/')
    return inside.length > 0 ? folder : 'core.ts'
  }
  return collect(`${source}**/*.ts`, partOf, (path, specifier) =>
    specifier.startsWith('.') ? partOf(normalize(join(path, '..', specifier))) : null,
  )
}

/** The packages and applications, by what their sources import of each other. */
export function importsBetweenPackages(): Imports {
  const packages = globSync('{packages,apps}/*/src', { cwd: root }).map((folder) => folder.slice(0, -'/src'.length))
  const partOf = (path: string) => path.split('/').slice(0, 2).join('/')
  return collect('{packages,apps}/*/src/**/*.{ts,tsx}', partOf, (path, specifier) => {
    if (specifier.startsWith('.')) return partOf(normalize(join(path, '..', specifier)))
    const [scope, name] = specifier.split('/')
    return scope === '@ollama-dashboard' ? (packages.find((part) => part.split('/')[1] === name) ?? specifier) : null
  })
}

function collect(
  pattern: string,
  partOf: (path: string) => string,
  target: (path: string, specifier: string) => string | null,
): Imports {
  const parts = new Set<string>()
  const edges = new Map<string, string[]>()
  for (const path of globSync(pattern, { cwd: root }).toSorted()) {
    const from = partOf(path)
    parts.add(from)
    for (const [, specifier = ''] of readFileSync(join(root, path), 'utf8').matchAll(importStatement)) {
      const to = target(path, specifier)
      if (to === null || to === from) continue
      edges.set(edge(from, to), [...(edges.get(edge(from, to)) ?? []), path])
    }
  }
  return { parts, edges }
}

import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAst } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

/** A regular expression as it stands in a source file. */
export interface PatternInSource {
  /** Relative to the repository. */
  readonly file: string
  readonly line: number
  /** The pattern itself; null where it is put together at run time. */
  readonly source: string | null
  readonly flags: string
  /** As it is written, for a message. */
  readonly text: string
}

/** Every regular expression literal and every `new RegExp(…)` of the sources that are shipped. */
export const patternsInSource = (): readonly PatternInSource[] =>
  globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root }).toSorted().flatMap(patternsOf)

function patternsOf(file: string): PatternInSource[] {
  const code = readFileSync(join(root, file), 'utf8')
  const found: PatternInSource[] = []
  visit(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), (node) => {
    const { start, end, regex, callee } = node
    const text = code.slice(start, end)
    const line = code.slice(0, start).split('\n').length
    if (regex) found.push({ file, line, source: regex.pattern, flags: regex.flags, text })
    else if (callee?.name === 'RegExp') found.push({ file, line, source: null, flags: '', text })
  })
  return found
}

/** What is asked of a node of the syntax tree (ESTree). */
interface SyntaxNode {
  readonly start: number
  readonly end: number
  readonly regex?: { readonly pattern: string; readonly flags: string }
  readonly callee?: { readonly name?: string }
}

function visit(value: unknown, found: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return
  // What has a type is a node; the rest are lists of nodes and values.
  if ('type' in value) found(value as unknown as SyntaxNode)
  for (const inner of Object.values(value)) visit(inner, found)
}

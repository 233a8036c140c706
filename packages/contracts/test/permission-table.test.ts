import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtInPermissions, operations } from '../src/index.ts'

const file = join(import.meta.dirname, '../../../docs/SECURITY.md')
const [begin, end] = [/(<!-- permissions:.*-->\n)/, /(<!-- \/permissions -->)/]

const rows = [
  ['Permission', 'What it is for', 'viewer', 'operator', 'admin'],
  ...operations.map(({ id, endpoint: { summary } }) => [
    `\`${id}\``,
    summary.replaceAll('|', '\\|'),
    ...Object.values(builtInPermissions).map((permissions) => (permissions.has(id) ? 'yes' : '')),
  ]),
]

/** A table in Markdown, its columns as wide as they need. */
function tableOf([head = [], ...body]: readonly string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

test('SECURITY.md lists the permissions of the contract; UPDATE=1 writes them anew', () => {
  const document = readFileSync(file, 'utf8')
  const [before = '', mark = '', rest = ''] = document.split(begin)
  const [, endMark = '', after = ''] = rest.split(end)
  expect([mark, endMark]).not.toContain('')
  const written = `${before}${mark}\n${tableOf(rows)}\n\n${endMark}${after}`
  if (process.env['UPDATE']) writeFileSync(file, written)
  expect(readFileSync(file, 'utf8')).toBe(written)
})

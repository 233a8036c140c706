import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../run.mjs'

/** What people see and would search for: in quotes, in the columns before the last one. */
const quoted = readFileSync(join(root, 'docs/TROUBLESHOOTING.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .flatMap((line) => line.split('|').slice(1, -2))
  .flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text))

const sources = globSync(['apps/*/src/**/*.{ts,tsx}', 'packages/core/src/**/*.ts', 'packages/dev/package/*.mjs'], {
  cwd: root,
})
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')

test.each(quoted)('docs/TROUBLESHOOTING.md quotes what the dashboard says: %s', (text) => {
  expect(text.split('…').filter((part) => !sources.includes(part.trim()))).toEqual([])
})

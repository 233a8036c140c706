import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { describe, expect, test } from 'vitest'
import { type Contract, contract } from '../../src/index.ts'
import { neighboursOf } from './neighbours.ts'
import { type Rule, rulesOf } from './rules.ts'

const file = join(import.meta.dirname, '../../../../docs/SECURITY.md')
const rules = rulesOf(contract as Contract)

describe.each(rules)('$field: $words', ({ schema }) => {
  const rule = TypeCompiler.Compile(schema)
  const { accepts, refuses } = neighboursOf(schema)
  const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 80)

  test('takes what it just allows', () => {
    expect(accepts.length).toBeGreaterThan(0)
    expect(accepts.filter((value) => !rule.Check(value)).map(shown)).toEqual([])
  })

  test('refuses what lies just beyond', () => {
    expect(refuses.length).toBeGreaterThan(0)
    expect(refuses.filter((value) => rule.Check(value)).map(shown)).toEqual([])
  })
})

/** Two of them: a number of all would change with every new endpoint that names a server. */
const places = ({ endpoints }: Rule): string =>
  [...endpoints.slice(0, 2).map((endpoint) => `\`${endpoint}\``), ...(endpoints.length > 2 ? ['and others'] : [])].join(
    ', ',
  )

function tableOf(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = rules.map((rule) => `| \`${rule.field}\` | ${cell(rule.words)} | ${places(rule)} |`)
  return ['| Field | Must be | Where |', '| --- | --- | --- |', ...rows].join('\n')
}

/** The formatter widens columns. */
const withoutWidths = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---')

test('docs/SECURITY.md lists every rule; UPDATE=1 writes the list anew, to be formatted', async () => {
  const text = await readFile(file, 'utf8')
  const [before = '', rest = ''] = text.split('<!-- rules -->\n')
  const [listed = '', after = ''] = rest.split('<!-- end of rules -->')
  const isListed = withoutWidths(listed.trim()) === tableOf()
  if (process.env['UPDATE'] && !isListed)
    await writeFile(file, `${before}<!-- rules -->\n\n${tableOf()}\n\n<!-- end of rules -->${after}`)
  expect(withoutWidths(listed.trim())).toBe(tableOf())
})

test('a new rule is found wherever it stands, and a pattern needs words and examples', () => {
  const taking = (body: object): Contract => ({
    things: {
      add: {
        method: 'POST',
        path: '/api/things',
        access: 'admin',
        summary: '',
        body,
        status: 200,
        response: Type.Null(),
      } as never,
    },
  })
  const found = (body: object) => rulesOf(taking(body)).map(({ field, words }) => `${field}: ${words}`)
  const nested = Type.Object({
    list: Type.Array(Type.Union([Type.Object({ deep: Type.Optional(Type.Integer({ maximum: 7 })) }), Type.Null()])),
  })
  expect(found(nested)).toEqual(['deep: a whole number to 7'])
  expect(() => found(Type.Object({ code: Type.String({ pattern: '^x$' }) }))).toThrow('has no words')
})

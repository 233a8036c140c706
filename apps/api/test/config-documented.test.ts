import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config/config.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/CONFIGURATION.md'), 'utf8')
/** With somewhere to send traces to: else nobody looks at the other variables about them. */
const base = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }

/** The rows of its tables of variables: the names in the first column, and the default where it is a value. */
const rows = text
  .split('\n')
  .filter((line) => /^\| `[A-Z]/.test(line))
  .map((line) => {
    const [names = '', value = ''] = line.split(/(?<!\\)\|/).slice(1)
    return {
      names: [...names.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = '']) => name),
      value: /^ *`([^`]+)` *$/.exec(value)?.[1],
    }
  })

/** Every variable that is asked for while the configuration is read. */
function namesRead(): Set<string> {
  const names = new Set<string>()
  readConfig(
    new Proxy<Record<string, string>>(base, {
      get: (env, name: string) => {
        names.add(name)
        return env[name]
      },
    }),
  )
  return names
}

/** Documented in words beside the tables: forms of a variable for one server, for traces alone, and in small letters. */
const isForm = (name: string): boolean =>
  /_DEFAULT$/.test(name) || /^OTEL_EXPORTER_OTLP_TRACES_(?!ENDPOINT$)/.test(name) || name === name.toLowerCase()

test('docs/CONFIGURATION.md has a row for each variable that is read, and for no other', () => {
  const read = [...namesRead()].filter((name) => !isForm(name))
  expect(new Set(rows.flatMap(({ names }) => names))).toEqual(new Set(read))
})

/** What suits whoever reads the log; on a terminal another one. */
const ofTerminal = ['LOG_LEVEL', 'LOG_FORMAT']
const withDefault = rows.flatMap(({ names: [name = ''], value }) =>
  value === undefined || ofTerminal.includes(name) ? [] : [[name, value] as const],
)

test.each(withDefault)('docs/CONFIGURATION.md is right that %s is %s unless it is set', (name, value) => {
  // Whoever says where Ollama is wants no demo, even if it is where it would be looked for.
  const { mayDemo: _, ...unset } = readConfig(base)
  expect(readConfig({ ...base, [name]: value })).toMatchObject(unset)
})

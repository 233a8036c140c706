import type { Endpoint } from '@ollama-dashboard/contracts'

/** Texts that programs read slowly, each in the form of `text(size)` with about so many characters. */
const forms: Readonly<Record<string, (size: number) => string>> = {
  'lists in lists': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  'objects in objects': (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`,
  'brackets without an end': (size) => '['.repeat(size),
  'a list of empty objects': (size) => `[${'{},'.repeat(size / 3)}{}]`,
  'a list of empty lists': (size) => `[${'[],'.repeat(size / 3)}[]]`,
  'a list of numbers': (size) => `[${'1,'.repeat(size / 2)}1]`,
  'a list of texts': (size) => `[${'"a",'.repeat(size / 4)}"a"]`,
  'an object of many keys': (size) => `{${many(size / 12, (at) => `"k${at}":1`)}}`,
  'objects of different shapes': (size) => `[${many(size / 12, (at) => `{"k${at}":1}`)}]`,
  messages: (size) => `[${many(size / 32, () => '{"role":"user","content":"x"}')}]`,
  'messages of nobody': (size) => `[${many(size / 32, () => '{"role":"nobody","content":7}')}]`,
  'calls of tools': (size) =>
    `[${many(size / 1900, () => `{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":${'{"a":'.repeat(150)}1${'}'.repeat(150)}}}]}`)}]`,
  sessions: (size) => `[${many(size / 60, (at) => `{"id":"s${at}","messages":[{"role":"user","content":"x"}]}`)}]`,
  'settings of models': (size) => `{${many(size / 40, (at) => `"m${at}:1b":{"settings":{"top_k":1}}`)}}`,
  'a text of one letter': (size) => `"${'a'.repeat(size)}"`,
  'a text of dots': (size) => `"${'.'.repeat(size)}"`,
  'a text of blanks': (size) => `"${' '.repeat(size)}x"`,
  'a text of escapes': (size) => `"${'\\n'.repeat(size / 2)}"`,
  'a text of quotes': (size) => `"${'\\"'.repeat(size / 2)}"`,
  'a text of surrogates': (size) => `"${'\\ud800'.repeat(size / 6)}"`,
  'a text of marks': (size) => `"${'a\u0301'.repeat(size / 3)}"`,
  'a picture': (size) => `["${'QUJD'.repeat(size / 4)}"]`,
  'a number of many digits': (size) => '1'.repeat(size),
  blanks: (size) => `${' '.repeat(size)}1`,
}

const many = (count: number, one: (at: number) => string): string =>
  Array.from({ length: Math.max(1, Math.floor(count)) }, (_, at) => one(at)).join(',')

export interface HostileBody {
  readonly name: string
  readonly body: string
}

/** What `hostileBodies` fills in beside the member it is about, so that the checks go on to that one. */
const wellFormed: Readonly<Record<string, string>> = {
  model: '"llama3.2:3b"',
  source: '"llama3.2:3b"',
  destination: '"mine"',
  from: '"llama3.2:3b"',
  to: '["mine"]',
  title: '"Mine"',
  messages: '[]',
}

export interface HostileBodiesOptions {
  /** How long they are; never longer than the endpoint takes. */
  readonly bytes: number
  /** The members of a body that a form is put in place of; all of them, and one that is not known, when absent. */
  readonly members?: readonly string[]
}

/** Bodies of an endpoint with each form as a whole, and as its members one after the other. */
export function* hostileBodies(endpoint: Endpoint, { bytes, members }: HostileBodiesOptions): Generator<HostileBody> {
  const size = Math.min((endpoint.bodyLimitBytes ?? 1_048_576) - 1000, bytes)
  const known = Object.keys(endpoint.body?.['properties'] ?? {})
  const required: readonly string[] = endpoint.body?.['required'] ?? []
  const chosen = [...known, 'unknown'].filter((name) => members?.includes(name) ?? true)
  for (const [form, text] of Object.entries(forms)) {
    const value = text(size)
    yield { name: form, body: value }
    for (const property of chosen) {
      const others = required.filter((name) => name !== property && wellFormed[name] !== undefined)
      const all = [...others.map((name) => `"${name}":${wellFormed[name]}`), `"${property}":${value}`]
      yield { name: `${form} as ${property}`, body: `{${all.join(',')}}` }
    }
  }
}

/** Paths and queries up to what a server takes as a line: 16 KB. */
export function* hostilePaths(length = 15_000): Generator<string> {
  const units = ['.', '/', '%2F', 'a', 'a.', ':', '-', '_', '%20', '@', '%C3%A9', '%00', '..%2F', 'a/', '/.', ';']
  const places = ['/', '/api/', '/assets/', '/models/', '/api/models/info/', '/api/models/settings/', '/ping?x=', '/#']
  for (const place of places) {
    for (const unit of units) yield place + unit.repeat((length - place.length) / unit.length)
  }
}

/** Headers up to what a server takes: 16 KB. */
export function* hostileHeaders(length = 12_000): Generator<Readonly<Record<string, string>>> {
  const names = [
    'accept',
    'authorization',
    'if-match',
    'if-none-match',
    'traceparent',
    'x-request-id',
    'last-event-id',
    'origin',
    'cookie',
  ]
  const units = [' ', ',', ', ', 'a', '"', ';', 'W/"a",', 'Bearer ', '-', '.']
  for (const name of names) for (const unit of units) yield { [name]: unit.repeat(length / unit.length) }
}

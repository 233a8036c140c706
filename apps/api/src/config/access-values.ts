import { X509Certificate } from 'node:crypto'
import { textOrNull } from './file-text.ts'
import { NotAllowed } from './reader.ts'

/** What HTTP itself, the client or Ollama sees to: to set it by hand would break requests, or be refused by Ollama. */
const reservedHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'referer',
  'te',
  'traceparent',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const headersForm =
  'a JSON object of header names and values, such as {"X-Api-Key":"…"}, without headers that HTTP itself uses'

/** By lower-case name. Nothing of what is wrong is quoted: the values are secrets. */
export function headers(text: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOrNull(text) ?? refuse(headersForm))
  const known = entries.map(([name, value]): [string, string] => {
    const lower = name.toLowerCase()
    const isName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(lower)
    if (!isName || reservedHeaders.has(lower) || typeof value !== 'string' || !isHeaderValue(value)) refuse(headersForm)
    return [lower, String(value)]
  })
  if (new Set(known.map(([name]) => name)).size < known.length) refuse(`${headersForm}, without duplicate names`)
  return Object.fromEntries(known)
}

/** Sent as `Authorization: Bearer`. */
export function apiKey(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text
  throw new NotAllowed('a key of printable ASCII characters without spaces')
}

/** The text of a file of certificates in PEM. */
export function certificates(path: string): string {
  const form = 'a readable file with certificates in PEM format'
  const text = textOrNull(path) ?? refuse(form)
  const blocks = text.split('-----BEGIN CERTIFICATE-----').slice(1)
  if (blocks.length === 0) refuse(`${form}; it contains none`)
  for (const block of blocks) {
    if (!isCertificate(`-----BEGIN CERTIFICATE-----${block}`)) refuse(`${form}; it contains an invalid one`)
  }
  return text
}

/** Core says what is allowed by a TypeError. */
export const asAllowed =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text)
    } catch (error) {
      throw error instanceof TypeError ? new NotAllowed(error.message) : error
    }
  }

function refuse(form: string): never {
  throw new NotAllowed(form)
}

/** What undici lets pass: visible characters, blanks and tabs between them, Latin-1. */
const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

function objectOrNull(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}

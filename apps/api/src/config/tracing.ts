import { splitCredentials } from '@ollama-dashboard/core'
import { NotAllowed, type Reader } from './reader.ts'
import { flag } from './values.ts'

/** Where spans go, and what they say of this process: OpenTelemetry's own variables. */
export interface TracingConfig {
  /** Where they are posted to, in whole. Without name and password: they are among the headers. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly compression: 'gzip' | 'none'
  readonly sampler: Sampler
  /** Which share of traces is kept, from 0 to 1, by samplers that take one. */
  readonly ratio: number
  /** Attributes of the process, `service.name` among them. */
  readonly resource: Readonly<Record<string, string>>
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const
export type Sampler = (typeof samplers)[number]

/**
 * Null where nobody says where spans go, or they are switched off; then nobody looks at the other variables, which may be
 * meant for other programs. One of traces alone counts before the one of all signals. Source: OpenTelemetry's specification of OTLP exporters and of SDK variables.
 */
export function readTracing({ read, readSecret, readAddress }: Reader): TracingConfig | null {
  const signal = <T>(name: string, parse: (text: string) => T, how = read): T | null => {
    const ofTraces = how(`OTEL_EXPORTER_OTLP_TRACES_${name}`, parse)
    const ofAll = how(`OTEL_EXPORTER_OTLP_${name}`, parse)
    return ofTraces ?? ofAll
  }
  const own = readAddress('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', endpoint)
  const base = readAddress('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint)
  const address = own ?? (base && below(base, 'v1/traces'))
  if (!address) return null
  const isDisabled = read('OTEL_SDK_DISABLED', flag) ?? false
  const exporter = read('OTEL_TRACES_EXPORTER', oneOf(['otlp', 'none']))
  if (isDisabled || exporter === 'none') return null

  const headers = signal('HEADERS', pairs, readSecret) ?? {}
  const timeoutMs = signal('TIMEOUT', milliseconds) ?? 10_000
  const compression = signal('COMPRESSION', oneOf(['gzip', 'none'])) ?? 'none'
  signal('PROTOCOL', oneOf(['http/protobuf']))
  const sampler = read('OTEL_TRACES_SAMPLER', oneOf(samplers)) ?? 'parentbased_always_on'
  const ratio = read('OTEL_TRACES_SAMPLER_ARG', share) ?? 1
  const resource = read('OTEL_RESOURCE_ATTRIBUTES', pairs) ?? {}
  const name = read('OTEL_SERVICE_NAME', (text) => text) ?? resource['service.name'] ?? 'ollama-dashboard'

  const { url, authorization } = splitCredentials(address)
  return {
    url,
    headers: { ...headers, ...(authorization !== null && { authorization }) },
    timeoutMs,
    compression,
    sampler,
    ratio,
    resource: { ...resource, 'service.name': name },
  }
}

function below(base: URL, path: string): URL {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`
  return url
}

function endpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hash === '') return url
  throw new NotAllowed('an http or https address, such as http://localhost:4318')
}

const oneOf =
  <const T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const known = words.find((word) => word === text.toLowerCase())
    if (known !== undefined) return known
    throw new NotAllowed(words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`)
  }

function milliseconds(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= 600_000) return number
  throw new NotAllowed('a whole number of milliseconds from 1 to 600000')
}

function share(text: string): number {
  const number = Number(text)
  if (/^(?:[01]|[01]?\.\d{1,9})$/.test(text) && number <= 1) return number
  throw new NotAllowed('a number from 0 to 1, such as 0.1')
}

/** `name=value,name=value`, with values percent-encoded where they have other characters. */
function pairs(text: string): Record<string, string> {
  const list = text.split(',').flatMap((pair) => pair.trim() || [])
  return Object.fromEntries(list.map(pairOf))
}

function pairOf(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=')
  const name = pair.slice(0, Math.max(at, 0)).trim()
  const value = decodedOrNull(pair.slice(at + 1).trim())
  if (/^[\w.!#$%&'*+^`|~-]+$/.test(name) && value !== null && /^[\x20-\x7e]*$/.test(value)) return [name, value]
  throw new NotAllowed('comma-separated name=value pairs, with special characters percent-encoded')
}

function decodedOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

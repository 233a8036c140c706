import type { EndpointRow } from '@ollama-dashboard/contracts'
import { ApiError, isProblem, TransportError } from './errors.ts'

export interface ClientOptions {
  /** Where the dashboard is: `http://127.0.0.1:5000`. In a browser the page's own origin when absent. */
  readonly baseUrl?: string
  /** An API key, or what yields the present one before each request. */
  readonly key?: string | (() => string | null)
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: typeof globalThis.fetch
}

export interface CallOptions {
  readonly signal?: AbortSignal
  /**
   * How long to wait for the answer; of a stream, for its first line. 30 s for a read that is no probe when absent, else 11 minutes: a
   * large model loads for up to ten before Ollama says a word.
   */
  readonly timeoutMs?: number
  /** The tag of what is to be changed, as `etagOf` tells it: where that was changed meanwhile, nothing is. */
  readonly ifMatch?: string
}

export interface EventsOptions extends CallOptions {
  /** The id of the last event that was seen: what came since is told, where the API still knows it. */
  readonly lastEventId?: string
}

export interface RawInput {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

const readTimeoutMs = 30_000
const actionTimeoutMs = 660_000

export async function send(
  row: EndpointRow,
  options: ClientOptions,
  input: RawInput = {},
  call: EventsOptions = {},
): Promise<Response> {
  const timeout = new AbortController()
  const timeoutMs = call.timeoutMs ?? (isRead(row, input) ? readTimeoutMs : actionTimeoutMs)
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  const signal = call.signal ? AbortSignal.any([call.signal, timeout.signal]) : timeout.signal
  const fetch = options.fetch ?? globalThis.fetch
  try {
    const response = await fetch(address(row, options, input), { ...init(row, options, input, call), signal })
    if (!response.ok) throw await failure(row, response)
    // A whole answer is read within the limit; a stream has only its head to be in time for.
    return row.answer === 'json' ? new Response(await response.arrayBuffer(), response) : response
  } catch (cause) {
    if (cause instanceof ApiError || cause instanceof TransportError || call.signal?.aborted) throw cause
    const what = timeout.signal.aborted ? `did not answer within ${timeoutMs / 1000} s` : 'could not be reached'
    throw new TransportError(`The dashboard ${what} (${row.method} ${row.path}).`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** A probe makes a model work, which may have to be loaded first. */
const isRead = ({ method }: EndpointRow, { query }: RawInput): boolean => method === 'GET' && query?.['probe'] !== true

function address(row: EndpointRow, options: ClientOptions, input: RawInput): string {
  const path = row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return `${options.baseUrl?.replace(/\/+$/, '') ?? ''}${path}${search}`
}

function init(row: EndpointRow, options: ClientOptions, input: RawInput, call: EventsOptions): RequestInit {
  const headers = new Headers(options.headers)
  const key = typeof options.key === 'function' ? options.key() : options.key
  if (key) headers.set('authorization', `Bearer ${key}`)
  if (call.ifMatch !== undefined) headers.set('if-match', call.ifMatch)
  if (call.lastEventId !== undefined) headers.set('last-event-id', call.lastEventId)
  if (input.body === undefined) return { method: row.method, headers }
  headers.set('content-type', 'application/json')
  return { method: row.method, headers, body: JSON.stringify(input.body) }
}

async function failure(row: EndpointRow, response: Response): Promise<ApiError | TransportError> {
  const problem: unknown = await response.json().catch(() => null)
  if (!isProblem(problem)) {
    return new TransportError(`${row.method} ${row.path} was answered with ${response.status} in an unknown form.`)
  }
  const retryAfter = response.headers.get('retry-after')
  return new ApiError(problem, retryAfter === null ? null : Number(retryAfter))
}

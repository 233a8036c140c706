import type { EndpointRow } from '@ollama-dashboard/contracts'
import { ApiError, isProblem, TransportError } from './errors.ts'

export interface ClientOptions {
  /** Where the dashboard is: `http://127.0.0.1:5000`. In a browser the page's own origin when absent. */
  readonly baseUrl?: string
  /** An API key, or what yields the present one before each request. */
  readonly key?: string | (() => string | null)
  /** The header that the key goes in: `x-api-key` where a proxy in front has `Authorization` for a sign-in of its own. */
  readonly keyHeader?: 'authorization' | 'x-api-key'
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

/** What `createClient` adds to the options. */
export interface SendOptions extends ClientOptions {
  /** Every fixed part of a path in the contract. */
  readonly pathWords: ReadonlySet<string>
}

const readTimeoutMs = 30_000
const actionTimeoutMs = 660_000

/**
 * Sends one request. Reads time out after 30 s, actions after 11 minutes, unless `timeoutMs` is set. Throws ApiError
 * for a problem document, TransportError if there is no response from the API, and the reason of `signal` when it
 * aborts.
 */
export async function send(
  row: EndpointRow,
  options: SendOptions,
  input: RawInput = {},
  call: EventsOptions = {},
): Promise<Response> {
  const timeout = new AbortController()
  const timeoutMs = call.timeoutMs ?? (isRead(row, input) ? readTimeoutMs : actionTimeoutMs)
  const timer = setTimeout(() => timeout.abort(), timeoutMs)
  const signal = call.signal ? AbortSignal.any([call.signal, timeout.signal]) : timeout.signal
  const fetch = options.fetch ?? globalThis.fetch
  try {
    const request = init(row, options, input, call)
    const response = await fetch(address(row, options, input), { ...request, signal })
    if (!response.ok) throw await failure(row, response, request.body?.length ?? 0)
    if (isPage(response)) throw pageInstead(response)
    // A whole answer is read within the limit; a stream has only its head to be in time for.
    return row.answer === 'json' ? new Response(await response.arrayBuffer(), response) : response
  } catch (cause) {
    if (cause instanceof ApiError || cause instanceof TransportError || call.signal?.aborted) throw cause
    const what = timeout.signal.aborted ? `did not respond within ${timeoutMs / 1000} s` : 'could not be reached'
    throw new TransportError(`The dashboard ${what} (${row.method} ${row.path}).`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** A probe makes a model work, which may have to be loaded first. */
const isRead = ({ method }: EndpointRow, { query }: RawInput): boolean => method === 'GET' && query?.['probe'] !== true

function address(row: EndpointRow, options: SendOptions, input: RawInput): string {
  const path = row.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeParameter(String(input.params?.[name]), options.pathWords),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    // A list is the same name again and again.
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) query.append(name, String(one))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return `${withoutSlashAtEnd(options.baseUrl ?? '')}${path}${search}`
}

/**
 * A model's name keeps its slashes: some proxies refuse `%2F` and others decode it (traefik#12395, Apache's
 * AllowEncodedSlashes). Only a name that would read as a part of a path comes encoded, such as `org/reset`.
 */
function encodeParameter(value: string, pathWords: ReadonlySet<string>): string {
  const parts = value.split('/')
  const isEmptyOrDots = (part: string) => part === '' || part === '.' || part === '..'
  const isWord = (part: string | undefined) => part !== undefined && pathWords.has(part)
  const isAmbiguous = parts.some(isEmptyOrDots) || isWord(parts[0]) || isWord(parts.at(-1))
  return isAmbiguous ? encodeURIComponent(value) : parts.map(encodeURIComponent).join('/')
}

function withoutSlashAtEnd(url: string): string {
  let end = url.length
  while (url[end - 1] === '/') end -= 1
  return url.slice(0, end)
}

/** What is sent beside the address; a body is text of ASCII characters nearly throughout. */
function init(row: EndpointRow, options: ClientOptions, input: RawInput, call: EventsOptions) {
  const headers = new Headers(options.headers)
  const key = typeof options.key === 'function' ? options.key() : options.key
  if (key && options.keyHeader === 'x-api-key') headers.set('x-api-key', key)
  else if (key) headers.set('authorization', `Bearer ${key}`)
  if (call.ifMatch !== undefined) headers.set('if-match', call.ifMatch)
  if (call.lastEventId !== undefined) headers.set('last-event-id', call.lastEventId)
  if (input.body === undefined) return { method: row.method, headers }
  headers.set('content-type', 'application/json')
  return { method: row.method, headers, body: JSON.stringify(input.body) }
}

async function failure(row: EndpointRow, response: Response, sentBytes: number): Promise<ApiError | TransportError> {
  const problem: unknown = await response.json().catch(() => null)
  if (!isProblem(problem)) return notOurs(row, response.status, sentBytes)
  const retryAfter = response.headers.get('retry-after')
  return new ApiError(problem, retryAfter === null ? null : Number(retryAfter))
}

/** An answer that the dashboard did not give: a proxy in front of it did. */
function notOurs({ method, path }: EndpointRow, status: number, sentBytes: number): TransportError {
  if (status === 413) {
    const size = (sentBytes / 1e6).toFixed(1)
    return new TransportError(`A proxy in front of the dashboard rejected a request of ${size} MB.`, {
      status,
      hint: 'Raise its limit to 32 MB (nginx: client_max_body_size 32m).',
    })
  }
  if (status === 401 || status === 407) {
    return new TransportError('A proxy in front of the dashboard requires its own sign-in.', {
      status,
      hint: 'Reload the page and sign in there. A program sends the key of the dashboard in X-API-Key, and that of the proxy in Authorization.',
    })
  }
  const known = ofProxies.find(({ statuses }) => statuses.includes(status))
  if (known) {
    const message = `A proxy in front of the dashboard ${known.what} (${status}).`
    return new TransportError(message, { status, ...(known.hint && { hint: known.hint }) })
  }
  return new TransportError(`${method} ${path} returned status ${status} in an unknown format.`, {
    status,
    hint: 'A proxy in front of the dashboard may have sent this response.',
  })
}

/** What a proxy means by a status that the dashboard did not give. Source of 520 to 530: Cloudflare's "5xx errors". */
const ofProxies: readonly { readonly statuses: readonly number[]; readonly what: string; readonly hint?: string }[] = [
  {
    statuses: [403],
    what: 'denied the request',
    hint: 'Reload the page and sign in if asked to. The proxy log has the reason.',
  },
  {
    statuses: [404],
    what: 'found nothing at that address',
    hint: 'If it serves the dashboard under a path, set BASE_PATH of the dashboard to that path.',
  },
  {
    statuses: [408, 504, 524],
    what: 'timed out waiting for it',
    hint: 'Raise its timeout (nginx: proxy_read_timeout 15m). Loading a model can take minutes.',
  },
  {
    statuses: [429],
    what: 'is rate limiting requests',
    hint: 'Wait a moment, or raise its limit for the dashboard.',
  },
  {
    statuses: [503],
    what: 'cannot reach it, or is rate limiting requests',
    hint: 'Check that the dashboard is running, and the rate limits of the proxy.',
  },
  { statuses: [502, 520, 521, 522, 523, 525, 526, 530], what: 'cannot reach it' },
]

/** The API answers with JSON, lines or events; a page for people comes from a sign-in or a router on the way. */
const isPage = ({ headers }: Response): boolean => headers.get('content-type')?.includes('text/html') === true

function pageInstead({ status }: Response): TransportError {
  return new TransportError('A proxy in front of the dashboard returned its own page.', {
    status,
    hint: 'Reload the page, and sign in if asked to.',
  })
}

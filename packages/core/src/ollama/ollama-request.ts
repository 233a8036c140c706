import { type Dispatcher, Pool } from 'undici'
import { JsonBeyondLimits, type JsonLimits, jsonLimits } from '../json/json-scan.ts'
import { readJsonInParts } from '../json/read-json.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { createHide, type Hide } from '../kernel/hidden-secrets.ts'
import type { Span } from '../kernel/tracing/span.ts'
import { expectReadable, headerOf } from './answer-head.ts'
import { connectionFailure } from './errors/connection-errors.ts'
import { errorIn, type FailureContext, notOllama, ollamaFailure, redirectFailure } from './errors/ollama-errors.ts'
import { createIdleTimeout } from './idle-timeout.ts'
import { type OllamaAccess, secretsOf, trustOf } from './ollama-access.ts'
import { beginCall, failed, traceHeaders } from './ollama-spans.ts'
import { sendRequest } from './send-request.ts'

const connectLimitMs = 5000
/** Connect timeout per address of a host name with several: Node's default of 250 ms is too short for a VPN. */
const attemptLimitMs = 1000
const mebibyte = 1024 ** 2

export interface OllamaCall extends FailureContext {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** How long Ollama may be silent before its first byte; headers come only with it. */
  readonly firstByteMs: number
  /** How long it may be silent after that; null where the reader of its bytes sees to it. */
  readonly idleMs?: number | null
  /** How long the whole answer may take, however often something comes; no limit when absent. */
  readonly totalMs?: number
  readonly maxBytes?: number
  /** Begun by the caller, who ends it; one of its own when absent. */
  readonly span?: Span | null
}

export interface OllamaConnection extends AsyncDisposable {
  /** Keeps what the server was sent to let the dashboard in out of its words: some send it back in an error. */
  readonly hide: Hide
  /** The JSON of an answer. */
  json(call: OllamaCall, signal?: AbortSignal): Promise<unknown>
  /** For an answer without content. */
  done(call: OllamaCall, signal?: AbortSignal): Promise<void>
  /** The bytes of an answer as they come. Leaving early hangs up. */
  bytes(call: OllamaCall, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>
}

const defaultIdleMs = 120_000
/** How long the text of an error may take. */
const errorMs = 30_000
const defaultMaxBytes = 16 * mebibyte

/**
 * One pool of connections to one server. undici's own limits are off: a load is silent for minutes. Failures are
 * DashboardErrors; an abort is thrown with its own reason, and frees the socket at once.
 */
export function connectOllama(baseUrl: URL, clock: Clock, access: OllamaAccess = {}): OllamaConnection {
  // They belong into `access`, where nothing shows them; undici would leave them out without a word.
  if (baseUrl.username || baseUrl.password) throw new TypeError('The address holds credentials.')
  const isTls = baseUrl.protocol === 'https:'
  const pool = new Pool(baseUrl.origin, {
    connect: {
      timeout: connectLimitMs,
      autoSelectFamilyAttemptTimeout: attemptLimitMs,
      ...(isTls && { secureContext: trustOf(access) }),
    },
    headersTimeout: 0,
    bodyTimeout: 0,
    // Each chat and each long load holds one; how many Ollama takes is Ollama's to say, by a 503.
    connections: 1024,
  })
  const hide = createHide(secretsOf(access))
  let prefix = baseUrl.pathname
  while (prefix.endsWith('/')) prefix = prefix.slice(0, -1)

  async function* bytes(call: OllamaCall, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    const idleTimeout = createIdleTimeout(clock, signal)
    const idleMs = call.idleMs === undefined ? defaultIdleMs : call.idleMs
    const sent = call.body === undefined ? null : JSON.stringify(call.body)
    const own = call.span === undefined ? beginCall(call, baseUrl) : null
    const span = call.span ?? own
    try {
      idleTimeout.limit(call.firstByteMs)
      if (call.totalMs !== undefined) idleTimeout.limitTotal(call.totalMs)
      const request = {
        method: call.method,
        path: prefix + call.path,
        headers: { ...access.headers, ...headersOf(call), ...traceHeaders(span) },
        body: sent,
        signal: idleTimeout.signal,
      }
      const { statusCode, headers, body } = await sendRequest(pool, request, clock)
      idleTimeout.limit(idleMs)
      span?.set({ 'http.response.status_code': statusCode })
      if (statusCode >= 400) {
        idleTimeout.limitTotal(errorMs)
        throw await failure({ statusCode, headers, body }, call, hide)
      }
      if (statusCode >= 300) throw redirectFailure(statusCode, headerOf(headers, 'location'), baseUrl)
      expectReadable(headers)
      for await (const chunk of body) {
        // Paused while the reader is busy: its slowness is not Ollama's idleTimeout.
        idleTimeout.limit(null)
        yield chunk as Uint8Array
        idleTimeout.limit(idleMs)
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw failed(own, idleTimeout.broken() ?? connectionFailure(error))
    } finally {
      idleTimeout.end()
      own?.end()
    }
  }

  return {
    hide,
    bytes,
    async json(call, signal) {
      const text = await collect(bytes(call, signal), call.maxBytes ?? defaultMaxBytes)
      return expectNoError(await parse(text), call, hide)
    },
    async done(call, signal) {
      const text = await collect(bytes(call, signal), call.maxBytes ?? defaultMaxBytes)
      if (text.startsWith('{')) expectNoError(await parse(text), call, hide)
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  }
}

/**
 * The vocabulary of a model comes in three arrays of up to half a million values (`/api/show` with `verbose`), so that
 * lists within an answer are read one after the other.
 */
const answerLimits: JsonLimits = { ...jsonLimits, maxValues: 1_000_000, maxValuesOfAllParts: 4_000_000 }

async function parse(text: string): Promise<unknown> {
  try {
    return await readJsonInParts(text, { partDepth: 2, limits: answerLimits })
  } catch (cause) {
    if (cause instanceof JsonBeyondLimits) {
      throw new DashboardError('ollama_error', 'The response from Ollama is too large.', { cause })
    }
    throw notOllama(cause)
  }
}

/** An answer of 200 may still hold an error. */
function expectNoError(answer: unknown, call: OllamaCall, hide: Hide): unknown {
  const error = errorIn(answer)
  if (error !== null) throw ollamaFailure({ status: 200, body: hide(error) }, call)
  return answer
}

/** Nothing of a caller's own headers is passed on: Ollama refuses foreign origins, and keys are ours. */
const headersOf = ({ body }: OllamaCall): Record<string, string> => ({
  accept: 'application/json, application/x-ndjson',
  // Without it any coding would do: RFC 9110, 12.5.3.
  'accept-encoding': 'identity',
  ...(body !== undefined && { 'content-type': 'application/json' }),
})

async function failure(
  { statusCode, headers, body }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>,
  call: OllamaCall,
  hide: Hide,
) {
  const retryAfter = headerOf(headers, 'retry-after')
  return ollamaFailure(
    {
      status: statusCode,
      body: hide((await firstBytes(body, mebibyte)).toString('utf8')),
      // The other form, a date, says nothing where clocks differ.
      ...(retryAfter !== null && /^\d{1,4}$/.test(retryAfter) && { retryAfterSeconds: Number(retryAfter) }),
    },
    call,
  )
}

async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const bytes = await firstBytes(chunks, maxBytes + 1)
  if (bytes.byteLength > maxBytes) {
    const size = Math.round(maxBytes / mebibyte)
    throw new DashboardError('ollama_error', `The response from Ollama is larger than ${size} MiB.`)
  }
  // Some servers and proxies put a byte order mark before their text.
  return bytes.toString('utf8').trimStart()
}

/** The first bytes of an answer, `max` of them at most; leaves when it has them. */
async function firstBytes(chunks: AsyncIterable<Uint8Array>, max: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.byteLength
    if (size >= max) break
  }
  return Buffer.concat(parts).subarray(0, max)
}

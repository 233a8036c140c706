import { createHmac } from 'node:crypto'
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import type { Hide } from '../../kernel/hidden-secrets.ts'
import { trustOf } from '../../ollama/ollama-access.ts'
import type { AlertDeliveryConfig, HttpChannel } from './channel.ts'
import { safeLine } from './formats/safe-text.ts'
import { connectionOutcome, delivered, failed, type Outcome } from './outcome.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** Its words for what is wrong are at the beginning. */
const longestAnswerBytes = 2048
const longestDetail = 160

export interface HttpRequest {
  readonly id: string
  readonly body: string
  /** Of the plain webhooks; null where they are not signed. */
  readonly secret: string | null
  readonly dispatcher: Dispatcher
  readonly hide: Hide
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly signal: AbortSignal
}

/** Connections of one channel. Certificates are always checked. */
export function createDispatcher({ proxy, ca }: Pick<AlertDeliveryConfig, 'proxy' | 'ca'>): Agent | EnvHttpProxyAgent {
  const secureContext = trustOf(ca === undefined ? {} : { ca })
  const connect = { secureContext }
  if (!proxy) return new Agent({ connect })
  const { http = '', https = '', except = '' } = proxy
  return new EnvHttpProxyAgent({ connect, requestTls: connect, httpProxy: http, httpsProxy: https, noProxy: except })
}

/** Posts a message. Never throws: whatever goes wrong is an outcome. Redirects are not followed, they could lead anywhere. */
export async function sendHttp(
  channel: HttpChannel,
  { id, body, secret, dispatcher, hide, now, signal }: HttpRequest,
): Promise<Outcome> {
  try {
    const bytes = Buffer.from(body)
    const answer = await request(channel.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'ollama-dashboard',
        // The same for each attempt: a receiver that looks at it takes a message once.
        'idempotency-key': id,
        ...(secret !== null && { 'x-signature-256': signatureOf(bytes, secret) }),
        ...channel.headers,
      },
      body: bytes,
      dispatcher,
      signal,
    })
    return outcomeOf(channel, answer.statusCode, {
      text: hide(await beginningOf(answer.body)),
      contentType: headerOf(answer.headers, 'content-type') ?? '',
      retryAfter: headerOf(answer.headers, 'retry-after'),
      now,
    })
  } catch (error) {
    return signal.aborted ? failed('There was no answer in time.') : connectionOutcome(error)
  }
}

/** `sha256=` and the HMAC-SHA-256 of the body's exact bytes, in hexadecimal digits. */
export const signatureOf = (body: Uint8Array, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

interface Answer {
  readonly text: string
  readonly contentType: string
  readonly retryAfter: string | null
  readonly now: number
}

/** Of these a person runs the server, with a proxy in front that answers 404 while it is away. */
const selfHosted = new Set<HttpChannel['kind']>(['webhook', 'ntfy', 'gotify'])
/** These answer with JSON: a page is somebody else's, such as a proxy that wants a sign-in. */
const answersJson = new Set<HttpChannel['kind']>(['ntfy', 'gotify', 'telegram', 'pagerduty'])
const passingStatuses = new Set([408, 425, 429])

function outcomeOf({ kind }: HttpChannel, status: number, { text, contentType, retryAfter, now }: Answer): Outcome {
  const isPage = contentType.includes('text/html') && text.trimStart().startsWith('<')
  if (status >= 200 && status < 300) {
    if (!(isPage && answersJson.has(kind))) return delivered(`HTTP ${status}`)
    return failed(`HTTP ${status}: a web page answered. Is there a sign-in in front of it?`)
  }
  if (status < 400) return failed(`HTTP ${status}: redirects are not followed.`, { isFinal: true })
  const said = isPage ? '' : safeLine(text).slice(0, longestDetail).toWellFormed()
  const isPassing = status >= 500 || passingStatuses.has(status) || (status === 404 && selfHosted.has(kind))
  return failed(said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`, {
    isFinal: !isPassing,
    retryAfterSeconds: retryAfterSeconds(retryAfter, text, now),
  })
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    parts.push(chunk)
    size += chunk.byteLength
    if (size >= longestAnswerBytes) break
  }
  return Buffer.concat(parts).subarray(0, longestAnswerBytes).toString('utf8')
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

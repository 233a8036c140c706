import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { DashboardError } from '@ollama-dashboard/core'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { bareDocument } from '../http/bare-document.ts'
import { invalid } from '../http/problem.ts'

export interface ConnectionLimits {
  /** How long the head of a request may take. A line of a phone needs a second. */
  readonly headersMs: number
  /** How long the handshake of TLS may take. A phone needs a second or two. */
  readonly handshakeMs: number
  /** How long a whole request may take: 32 MB over 150 kbit/s. */
  readonly requestMs: number
  /**
   * How many bytes a second a body must bring on average over `patienceMs`: a sixteenth of the slowest mobile line, and
   * more than somebody sends who only wants to hold a connection.
   */
  readonly minBytesPerSecond: number
  readonly patienceMs: number
  /** How often connections are looked at. */
  readonly checkMs: number
  /** Connections at once: they take some 100 MB of memory then. Further ones are closed. */
  readonly maxConnections: number
  /**
   * Requests that wait on one connection for the answer of another. Browsers send none before its turn; with more, the
   * connection is cut, since each of them takes memory.
   */
  readonly maxPipelined: number
  /** How long an answer may be on its way while its reader takes nothing of it. */
  readonly unreadMs: number
  /** After how long it is first looked whether a caller who says nothing more still waits; the times between double. */
  readonly goneMs: number
}

export const connectionLimits: ConnectionLimits = {
  headersMs: 20_000,
  handshakeMs: 10_000,
  requestMs: 30 * 60_000,
  minBytesPerSecond: 1024,
  patienceMs: 30_000,
  checkMs: 5000,
  maxConnections: 4096,
  maxPipelined: 16,
  unreadMs: 60_000,
  goneMs: 50,
}

/** Longer than browsers and proxies keep a connection on which nothing is asked: they end it, and not we. */
const keepAliveMs = 72_000

/** How long a connection is kept after the last answer: closed while more comes in, it takes the answer back. */
const lingerMs = 500

/** What goes to Node's server for these limits. What the parser refuses is answered by `answerParserError`. */
export const serverOptions = (limits: ConnectionLimits) => ({
  headersTimeout: limits.headersMs,
  requestTimeout: limits.requestMs,
  connectionsCheckingInterval: limits.checkMs,
  keepAliveTimeout: keepAliveMs,
  // Node's own answer would have no document: ours refuses below.
  requireHostHeader: false,
})

/** A request that brings its body too slowly to be told from one that only holds its connection. */
interface Slow {
  readonly raw: IncomingMessage
  readonly answer: ServerResponse
  bytesRead: number
  since: number
}

/** Ends connections that take too long, and answers in documents what Node refuses before a request is one. */
export const connections = fp<ConnectionLimits>(
  async (app, { minBytesPerSecond, patienceMs, checkMs }) => {
    const waiting = new Set<Slow>()

    app.addHook('onRequest', (request, reply, done) => {
      const { raw } = request
      const { headers } = raw
      // RFC 9112, 3.2.
      if (headers.host === undefined && raw.httpVersion === '1.1') {
        throw invalid([{ path: '/headers/host', message: 'is required' }])
      }
      if (namesTwoHosts(raw)) throw invalid([{ path: '/headers/host', message: 'must be sent once' }])
      const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
      if (hasBody && !raw.complete)
        waiting.add({ raw, answer: reply.raw, bytesRead: raw.socket.bytesRead, since: performance.now() })
      done()
    })

    const check = setInterval(() => {
      const now = performance.now()
      for (const slow of waiting) {
        const { raw, answer, bytesRead, since } = slow
        if (raw.complete || raw.destroyed) waiting.delete(slow)
        else if (now - since >= patienceMs) {
          const expected = (minBytesPerSecond * (now - since)) / 1000
          if (raw.socket.bytesRead - bytesRead < expected) {
            waiting.delete(slow)
            if (answer.headersSent) raw.socket.destroy()
            else endWith(raw.socket, app, tooSlow())
          } else Object.assign(slow, { bytesRead: raw.socket.bytesRead, since: now })
        }
      }
    }, checkMs)
    check.unref()
    app.addHook('onClose', async () => clearInterval(check))

    app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
      const { head, body } = bareDocument(
        new DashboardError('expectation_failed', 'Only "100-continue" is supported.'),
        app.securityHeaders,
      )
      response.writeHead(417, head).end(body)
    })
  },
  { name: 'connections', dependencies: ['security-headers'] },
)

/** Node keeps the first alone; a proxy may have gone by the other. */
function namesTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  return hosts > 1
}

interface ParserError extends Error {
  readonly code?: string
}

/** What Node's parser refuses: answered as everything else is, and the connection closed. */
export function answerParserError(app: FastifyInstance, { code = '' }: ParserError, socket: Socket): void {
  // Nobody is there to be told, or a handshake failed, so that they cannot be told.
  if (code === 'ECONNRESET' || !socket.writable || /^(?:ERR_(?:SSL|TLS)_|EPROTO$)/.test(code))
    return void socket.destroy()
  endWith(socket, app, (byCode[code] ?? notHttp)())
}

const notHttp = () =>
  new DashboardError('validation_failed', 'Invalid HTTP request.', {
    fieldErrors: [{ path: '', message: 'must be valid HTTP/1.1' }],
  })

const tooSlow = () =>
  new DashboardError('request_timeout', 'The request took too long to arrive.', {
    hint: 'Try again over a faster connection, or with smaller images.',
  })

const byCode: Readonly<Record<string, () => DashboardError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: tooSlow,
  HPE_HEADER_OVERFLOW: () =>
    new DashboardError('headers_too_large', 'The URL and headers of the request exceed 16 KB.'),
}

function endWith(socket: Socket, app: FastifyInstance, error: DashboardError): void {
  const { status, title, head, body } = bareDocument(error, app.securityHeaders)
  const lines = [`HTTP/1.1 ${status} ${title}`, ...Object.entries(head).map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => void setTimeout(() => socket.destroy(), lingerMs).unref())
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createPlainServer } from 'node:http'
import { createServer, type Server, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Certificate } from './certificate.ts'
import type { WatchedCertificate } from './watched-certificate.ts'

export interface SecureServerOptions {
  readonly certificate: Pick<WatchedCertificate, 'current' | 'onChange'>
  /** How long a connection may take until its handshake is done, in milliseconds; then it is cut. */
  readonly handshakeMs: number
  /** Node's own options of an HTTP server. */
  readonly http: ServerOptions
  /** Answers a request that came without TLS. Its connection closes with the answer. */
  readonly onPlainRequest: (request: IncomingMessage, response: ServerResponse) => void
}

/** An HTTPS server (TLS 1.2 or later) whose next connection uses the certificate as it is then. */
export function createSecureServer(handler: RequestListener, options: SecureServerOptions): Server {
  const { certificate, handshakeMs, http, onPlainRequest } = options
  const server = createServer({ ...http, ...contextOf(certificate.current()), handshakeTimeout: handshakeMs }, handler)
  certificate.onChange((renewed) => server.setSecureContext(contextOf(renewed)))
  divertPlainHttp(server, { handshakeMs, onPlainRequest })
  return server
}

const contextOf = ({ cert, key }: Certificate) => ({ cert, key, minVersion: 'TLSv1.2' as const })

/** The first byte of every TLS connection: RFC 8446, 5.1, type "handshake". */
const handshakeByte = 0x16

/**
 * Looks at the first byte of a connection, and hands what is no TLS to a plain HTTP server: OpenSSL would only close it.
 * All of that, and not only the handshake, has to be over in time.
 */
function divertPlainHttp(
  server: Server,
  { handshakeMs, onPlainRequest }: Pick<SecureServerOptions, 'handshakeMs' | 'onPlainRequest'>,
): void {
  const plain = createPlainServer({ requireHostHeader: false }, onPlainRequest)
  const beginHandshake = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const limit = setTimeout(() => socket.destroy(), handshakeMs)
    // Whoever takes the socket over listens for itself; until then an error must not end the process.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => clearTimeout(limit))
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (first === null) return void socket.destroy()
      socket.unshift(first)
      if (first[0] !== handshakeByte) return void plain.emit('connection', socket)
      clearTimeout(limit)
      for (const begin of beginHandshake) begin.call(server, socket)
    })
  })
}

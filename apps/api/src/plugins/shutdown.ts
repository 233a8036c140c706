import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { DashboardError } from '@ollama-dashboard/core'
import fp from 'fastify-plugin'

export interface Lifecycle {
  readonly state: 'starting' | 'ok' | 'draining'
  /** Aborts when the server starts to close: streams end now. */
  readonly closing: AbortSignal
  /** Aborts when answers under way have had their time. */
  readonly deadline: AbortSignal
  /** Keeps the server from closing until this answer is over, or out of time. */
  waitFor(answer: ServerResponse): void
}

declare module 'fastify' {
  interface FastifyInstance {
    lifecycle: Lifecycle
  }
}

export interface ShutdownOptions {
  /** How long answers under way may take to finish. */
  readonly drainMs: number
}

/** What obeys the deadline has this long to say so before its connection is cut. */
const lastWordMs = 250

/**
 * Closing in order: streams end at once, answers under way when they are done or out of time. Until then the server goes
 * on listening, so that whoever asks for readiness learns that it drains, and what is new is refused in words.
 */
export const shutdown = fp<ShutdownOptions>(
  async (app, { drainMs }) => {
    const closing = new AbortController()
    const deadline = new AbortController()
    const open = new Set<ServerResponse>()
    /**
     * Connections on which nothing was asked yet, by their peer: browsers open some in advance, and Node takes them for
     * busy. Under TLS a request has another socket than its connection, with the same peer.
     */
    const unused = new Map<string, Socket>()
    let state: Lifecycle['state'] = 'starting'

    app.server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket)
      unused.set(peer, socket)
      socket.once('close', () => unused.get(peer) === socket && unused.delete(peer))
    })
    app.server.on('request', ({ socket }: IncomingMessage) => {
      if (unused.size > 0) unused.delete(peerOf(socket))
    })

    app.decorate('lifecycle', {
      get state() {
        return state
      },
      closing: closing.signal,
      deadline: deadline.signal,
      waitFor(answer) {
        open.add(answer)
        answer.once('close', () => open.delete(answer))
      },
    })
    app.addHook('onReady', async () => {
      state = 'ok'
    })
    app.addHook('onRequest', (request, _reply, done) => {
      if (!closing.signal.aborted || request.routeOptions.config.permission === 'open') return done()
      throw shuttingDown()
    })

    app.addHook('preClose', async () => {
      state = 'draining'
      // The reason reaches whoever waits: a reply that is kept tells why it ended.
      closing.abort(shuttingDown())
      const expiry = setTimeout(() => deadline.abort(shuttingDown()), drainMs)
      const cut = setTimeout(() => app.server.closeAllConnections(), drainMs + lastWordMs)
      const over = Promise.all([...open].map((answer) => once(answer, 'close')))
      await Promise.race([over, once(deadline.signal, 'abort')])
      clearTimeout(expiry)
      if (!app.server.listening) return clearTimeout(cut)

      // Node closes the connections that are idle when it closes; those that become idle later it would leave for the
      // whole keep-alive time.
      const sweep = setInterval(() => {
        app.server.closeIdleConnections()
        for (const socket of unused.values()) socket.destroy()
      }, 50)
      app.server.once('close', () => {
        clearInterval(sweep)
        clearTimeout(cut)
      })
    })
  },
  { name: 'shutdown' },
)

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

const shuttingDown = (): DashboardError =>
  new DashboardError('shutting_down', 'The dashboard is shutting down.', { hint: 'Try again in a moment.' })

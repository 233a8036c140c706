import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** How a server stops to accept connections, and ends those that it has. */
export interface Closing {
  /** Accepts no more of them; those on which something was asked end with its answer. */
  begin(): void
  /** It listens again. */
  cancel(): void
  /** Resolves when all have ended. What does not end by itself is cut. */
  finish(): Promise<void>
}

/** What is written has this long to arrive. */
const lastWordMs = 250
const sweepMs = 50

export function createClosing(server: Server): Closing {
  /**
   * Connections on which nothing was asked yet, by their peer: browsers open some in advance, and Node takes them for
   * busy. Under TLS a request has another socket than its connection, with the same peer.
   */
  const unused = new Map<string, Socket>()
  let closed: Promise<void> | null = null

  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    unused.set(peer, socket)
    socket.once('close', () => unused.get(peer) === socket && unused.delete(peer))
  })
  server.on('request', ({ socket }: IncomingMessage) => {
    if (unused.size > 0) unused.delete(peerOf(socket))
  })

  function begin() {
    // Where it never listened, that is told as an error, and all is over too.
    closed ??= new Promise((resolve) => server.close(() => resolve()))
  }

  return {
    begin,
    cancel() {
      closed = null
    },
    async finish() {
      begin()
      // Node closes the connections that are idle when it closes; those that become idle later it would leave for the
      // whole keep-alive time.
      const sweep = setInterval(() => {
        server.closeIdleConnections()
        for (const socket of unused.values()) socket.destroy()
      }, sweepMs)
      const cut = setTimeout(() => server.closeAllConnections(), lastWordMs)
      await closed
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

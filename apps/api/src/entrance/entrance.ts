import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type HealthCheck, systemClock } from '@ollama-dashboard/core'
import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { createOpenAnswers } from '../http/answers/open-answers.ts'
import { bareDocument } from '../http/bare-document.ts'
import { type ConnectionLimits, connectionLimits, serverOptions } from '../plugins/connections.ts'
import { shuttingDown } from '../plugins/shutdown.ts'
import { answerPlainHttp } from '../tls/plain-http.ts'
import { createSecureServer } from '../tls/secure-server.ts'
import { type WatchedCertificate, watchCertificate } from '../tls/watched-certificate.ts'
import { createClosing } from './closing.ts'
import { inTurn } from './in-turn.ts'

/**
 * What others connect to. It outlives the app behind it: while one takes the place of another, connections stay open, and
 * what is asked waits.
 */
export interface Entrance extends AsyncDisposable {
  /** Begins to listen, unless it does already; resolves with where. Throws what Node throws, such as EADDRINUSE. */
  listen(): Promise<AddressInfo>
  /** Accepts no connections; those that are in use stay. `listen` accepts them again. */
  pause(): void
  /** Takes another certificate, and follows its files; connections stay. Nothing without TLS. */
  useCertificate(tls: Config['tls']): void
  /** Requests go to this app from now on; first those that waited for it. */
  admit(app: EntranceApp): void
  /** Requests wait from now on. */
  hold(): void
  /** The same for those that may change something; reads go to the app as long as that answers. */
  holdChanges(): void
  /** Resolves when the app has answered what it was asked. What it has not after so many milliseconds is cut off. */
  answered(graceMs: number): Promise<void>
  /** How its certificate stands; null without TLS. */
  readonly health: HealthCheck | null
}

type EntranceApp = Pick<App, 'server' | 'securityHeaders' | 'log'>

export interface EntranceOptions extends Pick<Config, 'tls'> {
  readonly listen: Pick<Config['listen'], 'host' | 'port'>
  readonly limits?: ConnectionLimits
  /** Follows the files of the certificate when absent. */
  readonly certificate?: Pick<WatchedCertificate, 'current' | 'onChange'>
}

/** Makes it; nothing listens yet. */
export function createEntrance({ listen, tls, limits = connectionLimits, ...given }: EntranceOptions): Entrance {
  const waiting: [IncomingMessage, ServerResponse][] = []
  const open = createOpenAnswers()
  const turns = inTurn(limits, enter)
  let app: EntranceApp | null = null
  let last: EntranceApp | null = null
  let takesReadsAlone = false

  const log = { info: (line: string) => last?.log.info(line), warn: (line: string) => last?.log.warn(line) }
  const watched = tls && watchCertificate({ files: tls.files, initial: tls.certificate, clock: systemClock, log })
  const server = makeServer()
  const closing = createClosing(server)

  function makeServer(): Server {
    const certificate = given.certificate ?? watched
    const http = serverOptions(limits)
    if (!certificate) return createServer(http, turns.take)
    return createSecureServer(turns.take, {
      certificate,
      handshakeMs: limits.handshakeMs,
      http,
      onPlainRequest: (request, response) => answerPlainHttp(request, response, last?.securityHeaders ?? {}),
    })
  }

  function enter(request: IncomingMessage, response: ServerResponse) {
    if (app && (isRead(request) || !takesReadsAlone)) hand(app, request, response)
    else waiting.push([request, response])
  }

  function hand(to: EntranceApp, request: IncomingMessage, response: ServerResponse) {
    open.add(response)
    to.server.emit('request', request, response)
  }

  /**
   * A proxy asks elsewhere for a read that got no answer. It does not repeat what may have been done, so that its caller is
   * told that it was not.
   */
  function turnAway(request: IncomingMessage, response: ServerResponse) {
    if (isRead(request)) return void response.destroy()
    const { status, head, body } = bareDocument(shuttingDown(), last?.securityHeaders ?? {})
    response.writeHead(status, head).end(body)
  }

  server.maxConnections = limits.maxConnections
  // Node's own, which its types do not know: otherwise whoever says that nothing more comes is answered nothing.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    last?.server.emit('checkExpectation', request, response)
  })
  server.on('clientError', (error: Error, socket: Socket) => {
    turns.refuse(socket, () => {
      if (!last?.server.emit('clientError', error, socket)) socket.destroy()
    })
  })

  return {
    health: watched?.health ?? null,
    async listen() {
      if (!server.listening) await listening(server, listen)
      closing.cancel()
      // It listens on no socket of the file system.
      return server.address() as AddressInfo
    },
    pause: closing.begin,
    useCertificate(next) {
      if (next) watched?.follow(next.files, next.certificate)
    },
    admit(next) {
      app = next
      last = next
      takesReadsAlone = false
      for (const [request, response] of waiting.splice(0)) if (!response.destroyed) hand(next, request, response)
    },
    hold() {
      app = null
    },
    holdChanges() {
      takesReadsAlone = true
    },
    async answered(graceMs) {
      const cut = setTimeout(() => {
        for (const response of open.all()) response.destroy()
      }, graceMs)
      await open.over()
      clearTimeout(cut)
    },
    async [Symbol.asyncDispose]() {
      watched?.[Symbol.dispose]()
      for (const [request, response] of waiting.splice(0)) turnAway(request, response)
      await closing.finish()
    },
  }
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

function listening(server: Server, { host, port }: EntranceOptions['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

import { once } from 'node:events'
import { type RequestOptions, request } from 'node:https'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { connectionLimits } from '../../src/plugins/connections.ts'
import type { Certificate } from '../../src/tls/certificate.ts'
import { openEntrance, type TestAppOptions, testApp } from '../support.ts'
import { makePair, read } from './certificates.ts'

const [first, second] = await Promise.all([makePair(), makePair()])
const ca = [first.cert, second.cert]

/** A dashboard with TLS of its own that listens, and how to reach it. */
export async function secure({
  limits,
  ...options
}: Omit<TestAppOptions, 'limits'> & { limits?: Partial<typeof connectionLimits> } = {}) {
  const users: ((certificate: Certificate) => void)[] = []
  const { app, lines } = await testApp({
    isUnderTls: true,
    limits: { ...connectionLimits, ...limits },
    ...options,
  })
  const { port, close } = await openEntrance(app, {
    certificate: { current: () => read(first), onChange: (use) => void users.push(use) },
    limits: { ...connectionLimits, ...limits },
  })
  const at = { host: '127.0.0.1', port, ca }
  return {
    app,
    at,
    close,
    lines,
    replace() {
      for (const use of users) use(read(second))
    },
    ask: (path: string, more: RequestOptions = {}, body?: string) => ask({ ...at, path, ...more }, body),
    plain: () => opened(connectPlain(at.port, at.host), 'connect'),
    shaken: () => opened(connect(at), 'secureConnect'),
  }
}

async function opened<T extends Socket>(socket: T, event: string): Promise<T> {
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, event)
  return socket
}

/** However it ends. */
export const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

export async function ask(options: RequestOptions, body?: string) {
  const call = request({ agent: false, ...options })
  call.end(body)
  const [response] = await once(call, 'response')
  const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate() as DetailedPeerCertificate
  return {
    status: response.statusCode,
    headers: response.headers,
    response,
    fingerprint256,
    port: response.socket.localPort,
  }
}

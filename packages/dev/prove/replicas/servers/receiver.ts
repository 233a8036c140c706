import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Message {
  /** By which a receiver tells a repeat from another message. */
  readonly id: string
  readonly event: string
  readonly title: string
  readonly isTaken: boolean
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  /** What came, in order; also what was refused, whose id a receiver may remember. */
  readonly messages: readonly Message[]
  /** Refuses each message, and tells of it, until it is called again with null. */
  refuse(onRefused: (() => void) | null): void
}

/** Where messages about alerts go. */
export async function startReceiver(): Promise<Receiver> {
  const messages: Message[] = []
  let refused: (() => void) | null = null
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { event, alert } = JSON.parse(body) as { event: string; alert: { title: string } | null }
    const id = String(request.headers['idempotency-key'])
    messages.push({ id, event, title: alert?.title ?? '', isTaken: refused === null })
    if (refused) {
      response.writeHead(503, { 'retry-after': '1' }).end()
      return refused()
    }
    response.end('ok')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook#proof`,
    messages,
    refuse(onRefused) {
      refused = onRefused
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

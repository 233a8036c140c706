import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Receiver extends AsyncDisposable {
  readonly url: string
  /** The ids of the messages that were taken, in order. */
  readonly taken: readonly { readonly id: string; readonly body: string }[]
  /** Refuses each message, and tells of it, until it is called again with null. */
  refuse(onRefused: (() => void) | null): void
}

/** Where messages about alerts go. */
export async function startReceiver(): Promise<Receiver> {
  const taken: { id: string; body: string }[] = []
  let refused: (() => void) | null = null
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    if (refused) {
      response.writeHead(503, { 'retry-after': '1' }).end()
      return refused()
    }
    taken.push({ id: String(request.headers['idempotency-key']), body })
    response.end('ok')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook#proof`,
    taken,
    refuse(onRefused) {
      refused = onRefused
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver {
  /** Without a path. */
  readonly url: string
  /** What came, in order. */
  readonly received: readonly Received[]
  /** Resolves as soon as so many came. */
  came(count: number): Promise<void>
}

type Answer = (response: ServerResponse, at: number, received: Received) => void

/** A receiver of messages on a real socket; `answer` gets how many came before. It ends with the test. */
export async function receiver(answer: Answer = (response) => response.end('ok')): Promise<Receiver> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const came = { path: request.url ?? '', headers: request.headers, body }
    received.push(came)
    for (const look of waiting) look()
    answer(response, received.length - 1, came)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    came: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

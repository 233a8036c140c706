import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type ReceivedSpan, spansIn } from './otlp-fields.ts'

/** A collector on a real socket. `answer` is its status; null for one that takes everything and answers nothing. */
export async function otlpReceiver({ answer = 200 }: { readonly answer?: number | null } = {}) {
  const spans: ReceivedSpan[] = []
  const requests: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    requests.push({ path: request.url ?? '', headers: request.headers, body })
    if (answer === null) return
    if (answer === 200) spans.push(...spansIn(body))
    response.writeHead(answer, { 'content-type': 'application/x-protobuf' }).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { spans, requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Front extends AsyncDisposable {
  readonly url: string
  /** From now on texts of the page are as `change` makes them; what is open ends, as with a restart. */
  update(change: (text: string) => string): void
}

export interface FrontOptions {
  /** What it wants in `Authorization`: a proxy with a sign-in of its own. */
  readonly signIn?: string
}

/** A server in front of the dashboard that can serve another version of its page. */
export async function startFront(dashboard: string, { signIn }: FrontOptions = {}): Promise<Front> {
  let changed: ((text: string) => string) | null = null
  const { hostname, port } = new URL(dashboard)
  const server = createServer((asked, answer) => {
    const { method = 'GET', headers, url = '/' } = asked
    if (signIn !== undefined && headers.authorization !== signIn)
      return void answer.writeHead(401, { 'www-authenticate': 'Basic realm="Proxy"' }).end()
    const isText = changed !== null && (url === '/service-worker.js' || headers.accept?.includes('text/html'))
    const { 'if-none-match': _, 'if-modified-since': __, ...others } = headers
    const upstream = request({ hostname, port, method, path: url, headers: isText ? others : headers }, async (got) => {
      if (!changed || !isText) {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        return void got.pipe(answer)
      }
      const { 'content-length': _length, etag: _etag, 'last-modified': _date, ...head } = got.headers
      const text = Buffer.concat(await Array.fromAsync(got)).toString()
      answer.writeHead(got.statusCode ?? 502, head).end(changed(text))
    })
    upstream.on('error', () => answer.destroy())
    answer.on('close', () => upstream.destroy())
    asked.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    update(change) {
      changed = change
      server.closeAllConnections()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

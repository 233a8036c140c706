import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from './certificate.ts'
import { type Gate, type GateOptions, proxyUser } from './gate.ts'

const expected = `Basic ${Buffer.from(`${proxyUser.username}:${proxyUser.password}`).toString('base64')}`

/**
 * Does to requests and answers what nginx does to them: TLS, a sign-in, the path, weak tags as if it had compressed, and
 * `%2F` decoded where it strips the path.
 */
export async function startNodeProxy({ dashboard, strips, folder }: GateOptions): Promise<Gate> {
  const { hostname, port } = new URL(dashboard)
  const server = createServer(await makeCertificate(folder), (asked, answer) => {
    const { method = 'GET', headers, url = '/', socket } = asked
    if (headers.authorization !== expected) {
      answer.writeHead(401, { 'www-authenticate': 'Basic realm="Proxy"' }).end('<html>401</html>')
      return void asked.resume()
    }
    const path = strips ? url.replace(/^\/dash/, '').replaceAll('%2F', '/') || '/' : url
    const told = { ...headers, 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'https' }
    const upstream = request({ hostname, port, method, path, headers: told }, (got) => {
      const { etag } = got.headers
      answer.writeHead(got.statusCode ?? 502, { ...got.headers, ...(etag && { etag: etag.replace(/^(?!W\/)/, 'W/') }) })
      got.pipe(answer)
    })
    upstream.on('error', () => answer.destroy())
    answer.on('close', () => upstream.destroy())
    asked.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/dash`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

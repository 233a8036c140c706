import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HostileFront extends AsyncDisposable {
  readonly url: string
}

/** In front of an Ollama: calls its models by other names, as a hostile server may. */
export async function startHostileFront(
  ollama: string,
  names: Readonly<Record<string, string>>,
): Promise<HostileFront> {
  const pairs = Object.entries(names).map(([name, other]) => [JSON.stringify(name), JSON.stringify(other)] as const)
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    const asked = pairs.reduce(
      (text, [name, other]) => text.replaceAll(other, name),
      Buffer.concat(await Array.fromAsync(request)).toString(),
    )
    // A connection that is kept may be closed by the other side just as it is used again.
    const headers = { connection: 'close' }
    const answer = await fetch(new URL(url, ollama), { method, headers, ...(asked !== '' && { body: asked }) }).catch(
      () => null,
    )
    if (!answer) return void response.destroy()
    const text = pairs.reduce((all, [name, other]) => all.replaceAll(name, other), await answer.text())
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

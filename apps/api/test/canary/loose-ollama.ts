import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

const row = {
  name: 'loose:latest',
  model: 'loose:latest',
  size: 1,
  digest: 'd',
  modified_at: '2026-01-01T00:00:00Z',
  details: { family: 'llama' },
}
const known: Readonly<Record<string, object>> = {
  '/api/version': { version: '0.32.15' },
  '/api/tags': { models: [{ ...row, capabilities: ['completion'] }] },
  '/api/ps': { models: [] },
}

/**
 * An Ollama behind a careless proxy: what it does not know it refuses with all that it was sent, keys included. `asked`
 * is what it was sent, `replies` what it says to chats, one after the other.
 */
export async function looseOllama(replies: readonly string[]) {
  const asked: string[] = []
  const left = [...replies]
  const server = createServer(async (request, response) => {
    const sent = JSON.stringify({ headers: request.headers, body: await text(request) })
    asked.push(sent)
    const answer = known[request.url ?? '']
    if (answer) return void response.end(JSON.stringify(answer))
    const reply = request.url === '/api/chat' ? left.shift() : undefined
    if (reply === undefined) return void response.writeHead(400).end(JSON.stringify({ error: `cannot serve ${sent}` }))
    const line = (content: string, done: boolean) =>
      `${JSON.stringify({ model: row.name, created_at: '', message: { role: 'assistant', content }, done })}\n`
    response.end(line(reply, false) + line('', true))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

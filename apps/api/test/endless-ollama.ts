import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { onTestFinished } from 'vitest'

const model = { name: 'endless:latest', model: 'endless:latest', size: 1, digest: 'd', details: {} }
const answers: Readonly<Record<string, object>> = {
  '/api/version': { version: '0.32.15' },
  '/api/tags': { models: [{ ...model, capabilities: ['completion'], context_length: 4096 }] },
  '/api/ps': { models: [{ ...model, context_length: 4096, size_vram: 0, expires_at: '2100-01-01T00:00:00Z' }] },
}
const word = { role: 'assistant', content: 'word '.repeat(20) }
const line = `${JSON.stringify({ model: model.name, created_at: '2026-01-01T00:00:00Z', message: word, done: false })}\n`

/** An Ollama whose replies never end and come as fast as they are taken; it tells how much was taken of each. */
export async function endlessOllama() {
  const taken: number[] = []

  async function* words() {
    const index = taken.push(0) - 1
    for (;;) {
      taken[index] = (taken[index] ?? 0) + line.length
      yield line
    }
  }
  const server = createServer((request, response) => {
    request.resume()
    // Ends when the reader leaves, which is no error here.
    if (request.url === '/api/chat') return void pipeline(Readable.from(words()), response).catch(() => undefined)
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), model: model.name, taken }
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import type { Ollama } from '../src/ollama/ollama.ts'
import { createOllama } from '../src/ollama/ollama-client.ts'

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface FakeOllama {
  readonly url: URL
  readonly ollama: Ollama
  readonly asked: readonly Asked[]
}

interface FakeOllamaOptions {
  readonly path?: string
  readonly firstByteTimeoutMs?: number
  readonly clock?: Clock
}

/** A server that misbehaves exactly as told, with a client of it; both end with the test. */
export async function fakeOllama(
  answer: (response: ServerResponse, asked: Asked) => unknown,
  { path = '', firstByteTimeoutMs = 5000, clock = systemClock }: FakeOllamaOptions = {},
): Promise<FakeOllama> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    asked.push(one)
    answer(response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  const ollama = createOllama(url, { firstByteTimeoutMs, clock })
  onTestFinished(async () => {
    await ollama[Symbol.asyncDispose]()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url, ollama, asked }
}

/** Resolves when the client has the head of the next answer, so that a fake clock may move on. */
export function headCame(): Promise<void> {
  return new Promise((resolve) => {
    const seen = () => {
      unsubscribe('undici:request:headers', seen)
      resolve()
    }
    subscribe('undici:request:headers', seen)
  })
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))

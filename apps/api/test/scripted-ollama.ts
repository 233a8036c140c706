import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A chat as Ollama was asked for it. */
export interface AskedChat {
  readonly messages: readonly { readonly role: string; readonly content: string; readonly thinking?: string }[]
  readonly keep_alive?: unknown
  readonly options?: Readonly<Record<string, unknown>>
}

export interface ScriptedOptions {
  readonly name?: string
  readonly version?: string
  readonly capabilities?: readonly string[] | null
  readonly family?: string
  readonly modelInfo?: Readonly<Record<string, unknown>>
  /** What `/api/ps` tells of its context. */
  readonly context?: number
  readonly expiresAt?: string
  readonly isLoaded?: boolean
}

type Answer = readonly object[] | ((response: ServerResponse) => unknown)

/** An Ollama with one model, that answers chats with exactly these lines, one answer after the other. */
export async function scriptedOllama(answers: readonly Answer[], options: ScriptedOptions = {}) {
  const { name = 'scripted:latest', version = '0.32.15', capabilities = ['completion', 'tools'] } = options
  const { family = 'llama', context = 4096, expiresAt = '2026-01-01T00:05:00Z', modelInfo = {} } = options
  const { isLoaded = true } = options
  const details = { family, families: [family], format: 'gguf', parameter_size: '1B', quantization_level: 'Q4_0' }
  const row = { name, model: name, size: 1_000_000, digest: 'd1', details, modified_at: '2026-01-01T00:00:00Z' }
  const told = capabilities && { capabilities }
  const fixed: Readonly<Record<string, object>> = {
    '/api/version': { version },
    '/api/tags': { models: [{ ...row, ...told, context_length: 131_072 }] },
    '/api/ps': { models: isLoaded ? [{ ...row, context_length: context, size_vram: 0, expires_at: expiresAt }] : [] },
    '/api/show': { details, ...told, model_info: { 'general.architecture': family, ...modelInfo } },
  }
  const chats: AskedChat[] = []
  const requests: { readonly path: string; readonly body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const path = request.url ?? ''
    requests.push({ path, body })
    if (path !== '/api/chat') return void response.end(JSON.stringify(fixed[path] ?? {}))
    const answer = answers[chats.push(JSON.parse(body)) - 1] ?? []
    if (typeof answer === 'function') return void answer(response)
    for (const line of answer) response.write(lineOf(line))
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { model: name, chats, requests, instances: [{ name: 'default', url }] as const }
}

const lineOf = (line: object): string => `${JSON.stringify(line)}\n`

const created_at = '2026-01-01T00:00:00Z'

export const says = (content: string, more: object = {}) => ({
  model: 'scripted:latest',
  created_at,
  message: { role: 'assistant', content, ...more },
  done: false,
})

export const ends = (done_reason: string | undefined, more: object = {}) => ({
  ...says(''),
  done: true,
  ...(done_reason !== undefined && { done_reason }),
  prompt_eval_count: 10,
  eval_count: 5,
  eval_duration: 1_000_000,
  ...more,
})

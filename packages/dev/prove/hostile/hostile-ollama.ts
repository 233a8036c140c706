import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const line = (message: string, more = '') =>
  `{"model":"a:latest","created_at":"2026-01-01T00:00:00Z","message":${message},"done":false${more}}\n`
const last =
  '{"model":"a:latest","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":true}\n'

/** What an Ollama that means harm answers a pull and a chat with, by the name of the model. */
const replies: Readonly<Record<string, { readonly pull?: string; readonly chat?: string; readonly status?: number }>> =
  {
    'error-of-a.a.a': { pull: `{"error":"pull model manifest: 400: ${'a.'.repeat(64_000)}"}\n` },
    'error-of-model-model': { pull: `{"error":"${'model '.repeat(20_000)}"}\n` },
    'error-of-slashes': { chat: `{"error":"${'/a'.repeat(32_000)}"}`, status: 500 },
    'deep-tool-calls': {
      chat:
        line(`{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":${deep(6000)}}}]}`) +
        last,
    },
    'many-tool-calls': {
      chat: line(`{"role":"assistant","content":"","tool_calls":[${'{},'.repeat(1_000_000)}{}]}`) + last,
    },
    'long-line': { chat: line(`{"role":"assistant","content":"${'x'.repeat(8_000_000)}"}`) + last },
    'many-lines': { chat: line('{"role":"assistant","content":"x"}').repeat(100_000) + last },
  }

export const hostileModels = Object.keys(replies)

/** Models whose `/api/show` is hostile. */
const shows: Readonly<Record<string, object>> = {
  'blanks-in-parameters': { parameters: `stop "${' '.repeat(65_000)}x"` },
  'a-megabyte-of-blanks': { parameters: `stop${' '.repeat(1_000_000)}x` },
  'many-parameters': { parameters: 'stop "x"\n'.repeat(400_000) },
  'dots-in-parameters': { parameters: `num_ctx ${'1'.repeat(500_000)}.` },
  'long-template': {
    template: '{{ '.repeat(300_000),
    modelfile: 'FROM x\n'.repeat(200_000),
    system: 'x'.repeat(2_000_000),
  },
  'many-keys': {
    model_info: Object.fromEntries(Array.from({ length: 15_000 }, (_, at) => [`a.${at}.block_count`, at])),
  },
}

export const hostileShows = Object.keys(shows)

const details = {
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: '1B',
  quantization_level: 'Q4_0',
}

const tags = [...hostileModels, ...hostileShows].map((name) => ({
  name: `${name}:latest`,
  model: `${name}:latest`,
  digest: name.padEnd(64, '0'),
  size: 1e9,
  modified_at: '2026-01-01T00:00:00Z',
  details,
}))

function answerTo(path: string, name: string): string {
  const answers: Readonly<Record<string, () => string>> = {
    '/api/version': () => '{"version":"0.24.0"}',
    '/api/tags': () => JSON.stringify({ models: tags }),
    '/api/ps': () => '{"models":[]}',
    '/api/show': () =>
      JSON.stringify({ model_info: {}, capabilities: ['completion', 'tools'], details, ...shows[name] }),
    '/api/pull': () => replies[name]?.pull ?? '{"status":"success"}\n',
    '/api/chat': () => replies[name]?.chat ?? line('{"role":"assistant","content":"Hello"}') + last,
  }
  return answers[path]?.() ?? '{}'
}

/** An Ollama whose answers are made to keep whoever reads them busy. */
export async function startHostileOllama() {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const body = parts.length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString())
      const name = String(body.model ?? body.name ?? '').replace(/:latest$/, '')
      response.statusCode = request.url === '/api/chat' ? (replies[name]?.status ?? 200) : 200
      response.end(answerTo(request.url ?? '', name))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

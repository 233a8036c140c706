import { describe, expect, test } from 'vitest'
import { withTraceparent } from '../src/kernel/tracing/trace-context.ts'
import { fakeOllama, json } from './fake-ollama.ts'

describe('requests', () => {
  test('carry nothing of a caller but the trace, and go below the path of the address', async () => {
    const { ollama, asked, url } = await fakeOllama(json({ version: '0.32.15' }), { path: '/gpu/' })
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    expect(await withTraceparent(traceparent, () => ollama.version())).toBe('0.32.15')
    const [request] = asked
    expect(request?.path).toBe('/gpu/api/version')
    expect(request?.headers.host).toBe(url.host)
    expect(request?.headers['traceparent']).toBe(traceparent)
    for (const name of ['origin', 'referer', 'cookie', 'authorization'])
      expect(request?.headers).not.toHaveProperty(name)
  })

  test('load with an empty prompt, and with what was given and no more', async () => {
    const { ollama, asked } = await fakeOllama(json({ done: true, done_reason: 'load' }))
    await ollama.load('tiny:latest', {})
    await ollama.load('tiny:latest', { keepAlive: -1, options: { num_ctx: 4096 } })
    expect(asked.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/api/generate', { model: 'tiny:latest', stream: false }],
      ['/api/generate', { model: 'tiny:latest', stream: false, keep_alive: -1, options: { num_ctx: 4096 } }],
    ])
  })

  test('load an embedding model through the embedding endpoint', async () => {
    const { ollama, asked } = await fakeOllama(json({ embeddings: [] }))
    await ollama.load('embed:latest', { embedding: true })
    expect(asked[0]).toMatchObject({ path: '/api/embed', body: '{"model":"embed:latest","input":"a"}' })
  })

  test('to show a model with its whole vocabulary are answered, however large that is', async () => {
    const words = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`)
    const model_info = {
      'tokenizer.ggml.tokens': words(262_144),
      'tokenizer.ggml.merges': words(514_906),
      'jamba.attention.head_count_kv': [0, 8, 0],
    }
    const { ollama } = await fakeOllama(json({ model_info }))
    const shown = await ollama.show('large:latest', { verbose: true })
    expect(shown.modelInfo['jamba.attention.head_count_kv']).toEqual([0, 8, 0])
  })

  test('unload with a keep_alive of zero', async () => {
    const { ollama, asked } = await fakeOllama(json({ done: true, done_reason: 'unload' }))
    await ollama.unload('tiny:latest')
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ model: 'tiny:latest', stream: false, keep_alive: 0 })
  })

  test('to copy and to delete are answered with nothing, and a deletion tells its length', async () => {
    const { ollama, asked } = await fakeOllama((response) => response.end())
    await ollama.copy('tiny:latest', 'tiny-two:latest')
    await ollama.delete('tiny-two:latest')
    expect(asked.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['POST', '/api/copy', { source: 'tiny:latest', destination: 'tiny-two:latest' }],
      ['DELETE', '/api/delete', { model: 'tiny-two:latest' }],
    ])
    // Without it Ollama reads the body as the next request on the connection.
    expect(asked[1]?.headers['content-length']).toBe('27')
  })
})

describe('answers', () => {
  test('of an old server leave unknown what they do not tell', async () => {
    const row = {
      name: 'tiny:latest',
      size: 470122,
      digest: 'f4ac',
      details: { format: 'gguf', family: 'llama', families: null },
    }
    const { ollama } = await fakeOllama(json({ models: [row] }))
    expect(await ollama.installed()).toEqual([
      {
        name: 'tiny:latest',
        digest: 'f4ac',
        size: 470122,
        modifiedAt: null,
        capabilities: null,
        contextLength: null,
        remote: false,
        details: {
          format: 'gguf',
          family: 'llama',
          families: [],
          parent_model: null,
          parameter_size: null,
          quantization_level: null,
        },
      },
    ])
  })

  test('of a new server tell capabilities and context', async () => {
    const row = { name: 'a:1', capabilities: ['completion', 'tools'], details: { context_length: 40960 } }
    const { ollama } = await fakeOllama(json({ models: [row] }))
    expect((await ollama.installed())[0]).toMatchObject({ capabilities: ['completion', 'tools'], contextLength: 40960 })
  })

  test('with null for a list are an empty list', async () => {
    const { ollama } = await fakeOllama(json({ models: null }))
    expect(await ollama.installed()).toEqual([])
    expect(await ollama.loaded()).toEqual([])
  })

  test.each([{ status: 'ok' }, { models: 'none' }, [], null])(
    'without a list are none of Ollama: %j',
    async (answer) => {
      const { ollama } = await fakeOllama(json(answer))
      const notOllama = { code: 'ollama_error', message: 'The server at that address is not Ollama.' }
      await expect(ollama.installed()).rejects.toMatchObject(notOllama)
      await expect(ollama.loaded()).rejects.toMatchObject(notOllama)
    },
  )

  test('of a cloud model are remote', async () => {
    const { ollama } = await fakeOllama(json({ models: [{ name: 'big:cloud', remote_host: 'https://ollama.com' }] }))
    expect((await ollama.installed())[0]?.remote).toBe(true)
  })
})

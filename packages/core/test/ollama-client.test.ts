import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { withTraceparent } from '../src/kernel/trace-context.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeOllama, json } from './fake-ollama.ts'

const error = (text: string, status: number) => json({ error: text }, status)

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

describe('failures', () => {
  test('are told by what Ollama says, and else by its status', async () => {
    const absent = await fakeOllama(error("model 'absent' not found", 404))
    await expect(absent.ollama.load('absent', {})).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('"absent"'),
    })
    const busy = await fakeOllama(error('x', 429))
    await expect(busy.ollama.load('absent', {})).rejects.toMatchObject({ code: 'ollama_busy' })
  })

  test('an error inside an answer of 200 is an error', async () => {
    const { ollama } = await fakeOllama(error('llama runner process has terminated: exit status 2', 200))
    await expect(ollama.load('tiny', {})).rejects.toMatchObject({ code: 'runner_crashed' })
  })

  test('something that is not Ollama is told apart', async () => {
    const { ollama } = await fakeOllama((response) => response.end('<html>router</html>'))
    await expect(ollama.version()).rejects.toMatchObject({
      code: 'ollama_error',
      hint: expect.stringContaining('address'),
    })
  })

  test('a refused connection says so and what to do', async () => {
    const { ollama, url } = await fakeOllama((response) => response.destroy())
    await expect(ollama.version()).rejects.toMatchObject({
      code: 'ollama_unreachable',
      message: 'Ollama closed the connection.',
      hint: 'Start Ollama, or check its address.',
    })
    expect(url.port).not.toBe('')
  })

  test('a server that does not respond times out, and its socket is closed', async () => {
    const closed = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const clock = fakeClock()
    const { ollama } = await fakeOllama(
      (response) => {
        void once(response, 'close').then(() => closed.resolve())
        asked.resolve()
      },
      { firstByteTimeoutMs: 600_000, clock },
    )
    const loading = expect(ollama.load('tiny', {})).rejects.toMatchObject({ code: 'ollama_timeout' })
    await asked.promise
    await clock.advance(600_000)
    await loading
    await closed.promise
  })

  test('an answer without end is cut off', async () => {
    const { ollama } = await fakeOllama((response) => {
      const block = Buffer.alloc(1024 ** 2, 'a')
      const more = () => {
        while (!response.destroyed && response.write(block));
      }
      response.on('drain', more)
      more()
    })
    await expect(ollama.version()).rejects.toMatchObject({
      code: 'ollama_error',
      message: expect.stringContaining('larger than'),
    })
  })
})

test('a caller who leaves gets its own reason, and Ollama sees the hang-up', async () => {
  const closed = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const { ollama } = await fakeOllama((response) => {
    arrived.resolve()
    void once(response, 'close').then(() => closed.resolve())
  })
  const leaving = new AbortController()
  const load = expect(ollama.load('tiny', {}, leaving.signal)).rejects.toThrow('tab closed')
  await arrived.promise
  leaving.abort(new Error('tab closed'))
  await load
  await closed.promise
})

describe('a pull', () => {
  const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  const layer = { status: 'pulling aabb', digest: 'sha256:aabb', total: 100, completed: 40 }
  const collect = async (pull: AsyncIterable<{ status: string }>, seen: string[] = []) => {
    for await (const { status } of pull) seen.push(status)
    return seen
  }

  test('yields its lines and ends after success', async () => {
    const { ollama } = await fakeOllama((response) =>
      response.end(lines({ status: 'pulling manifest' }, layer, { status: 'success' })),
    )
    expect(await collect(ollama.pull('tiny'))).toEqual(['pulling manifest', 'pulling aabb', 'success'])
  })

  test('that merely ends has failed', async () => {
    const { ollama } = await fakeOllama((response) => response.end(lines({ status: 'pulling manifest' }, layer)))
    await expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code: 'stream_truncated' })
  })

  test('that ends with an error fails with what it means in a pull', async () => {
    const error = 'pull model manifest: file does not exist'
    const { ollama } = await fakeOllama((response) => response.end(lines({ status: 'pulling manifest' }, { error })))
    await expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code: 'model_not_found' })
  })

  test('that breaks in the middle is unreachable, so that it can be taken up again', async () => {
    const { ollama } = await fakeOllama((response) => response.write(lines(layer), () => response.destroy()))
    await expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code: 'ollama_unreachable' })
  })

  test('of which nobody wants more hangs up', async () => {
    const closed = Promise.withResolvers<void>()
    const { ollama } = await fakeOllama((response) => {
      response.write(lines(layer))
      void once(response, 'close').then(() => closed.resolve())
    })
    for await (const _ of ollama.pull('tiny')) break
    await closed.promise
  })
})

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

  test.each([
    ['null for a list', { models: null }],
    ['rows that are no rows', { models: [null, 3, [], {}, { name: '' }] }],
  ])('with %s are an empty list', async (_, answer) => {
    const { ollama } = await fakeOllama(json(answer))
    expect(await ollama.installed()).toEqual([])
    expect(await ollama.loaded()).toEqual([])
  })

  test.each([{}, { status: 'ok' }, { models: 'none' }, [], 'ok', null])(
    'without a list are none of Ollama: %j',
    async (answer) => {
      const { ollama } = await fakeOllama(json(answer))
      const notOllama = { code: 'ollama_error', message: 'The server at that address is not Ollama.' }
      await expect(ollama.installed()).rejects.toMatchObject(notOllama)
      await expect(ollama.loaded()).rejects.toMatchObject(notOllama)
    },
  )

  test('with values of the wrong type do not spoil the row', async () => {
    const { ollama } = await fakeOllama(
      json({ models: [{ name: 'a:1', size: '12', size_vram: -4, details: 7, expires_at: 5 }] }),
    )
    expect((await ollama.loaded())[0]).toMatchObject({ name: 'a:1', size: null, sizeVram: null, expiresAt: null })
  })

  test('of a context of nothing tell none', async () => {
    const row = { name: 'a:1', context_length: 0 }
    const { ollama } = await fakeOllama(json({ models: [row] }))
    expect([(await ollama.installed())[0]?.contextLength, (await ollama.loaded())[0]?.contextLength]).toEqual([
      null,
      null,
    ])
  })

  test('of a cloud model are remote', async () => {
    const { ollama } = await fakeOllama(json({ models: [{ name: 'big:cloud', remote_host: 'https://ollama.com' }] }))
    expect((await ollama.installed())[0]?.remote).toBe(true)
  })
})

describe('failures', () => {
  test.each([
    [404, "model 'absent' not found", 'model_not_found'],
    [404, "model 'absent:latest' not found", 'model_not_found'],
    [503, 'server busy, please try again.  maximum pending requests exceeded', 'ollama_busy'],
    [400, 'registry.ollama.ai/library/tiny:latest does not support tools', 'capability_missing'],
    [400, '"tiny-embed" does not support generate', 'capability_missing'],
    [501, 'This server does not support embeddings', 'capability_missing'],
    [400, 'the input length exceeds the context length', 'prompt_too_long'],
    [500, 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)', 'insufficient_memory'],
    [500, 'unable to load full model on GPU', 'insufficient_memory'],
    [
      500,
      'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details',
      'runner_crashed',
    ],
    [500, 'llama-server process has terminated: signal: killed', 'runner_crashed'],
    [500, 'timed out waiting for llama-server to start', 'ollama_timeout'],
    [500, 'option "temperature" must be of type float32', 'ollama_error'],
    [500, 'invalid parameter: the diagram program', 'ollama_error'],
  ])('%d %s is %s', async (status, text, code) => {
    const { ollama } = await fakeOllama(error(text, status))
    await expect(ollama.load('absent', {})).rejects.toMatchObject({ code })
  })

  test("llama-server's error inside an error is unwrapped", async () => {
    const inner = {
      error: {
        code: 400,
        message: 'request (1224 tokens) exceeds the available context size',
        type: 'exceed_context_size_error',
      },
    }
    const { ollama } = await fakeOllama(error(JSON.stringify(inner), 400))
    await expect(ollama.load('tiny', {})).rejects.toMatchObject({ code: 'prompt_too_long' })
  })

  test('addresses and paths in the text are hidden', async () => {
    const text =
      'open /usr/share/ollama/.ollama/models/blobs/sha256-00: no such file; Get "https://10.0.0.7:5055/v2/x": refused'
    const { ollama } = await fakeOllama(error(text, 500))
    const failure = await ollama.load('tiny', {}).catch((thrown: Error) => thrown)
    expect(failure).toMatchObject({ code: 'ollama_error' })
    expect((failure as Error).message).not.toMatch(/usr|10\.0\.0\.7|5055|blobs/)
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

  test.each([
    ['pull model manifest: file does not exist', 'model_not_found'],
    [
      'pull model manifest: Get "http://127.0.0.1:9/v2/x": dial tcp 127.0.0.1:9: connect: connection refused',
      'registry_unreachable',
    ],
    ['write /root/.ollama/models/blobs/x: no space left on device', 'insufficient_storage'],
  ])('that ends with "%s" is %s', async (text, code) => {
    const { ollama } = await fakeOllama((response) =>
      response.end(lines({ status: 'pulling manifest' }, { error: text })),
    )
    await expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code })
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

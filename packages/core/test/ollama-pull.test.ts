import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { fakeClock } from './fake-clock.ts'
import { fakeOllama, headCame } from './fake-ollama.ts'

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

  test('that is refused with a text which does not come is given up', async () => {
    const head = headCame()
    const clock = fakeClock()
    const { ollama } = await fakeOllama((response) => response.writeHead(500).write('{'), { clock })
    const failed = expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code: 'ollama_timeout' })
    await head
    await clock.advance(30_000)
    await failed
  })

  test.each(['', '\n{"status":'])('of which the head and %j came, and no line, is given up', async (text) => {
    const head = headCame()
    const clock = fakeClock()
    const { ollama } = await fakeOllama(
      (response) => {
        response.flushHeaders()
        if (text !== '') response.write(text)
      },
      { clock, firstByteTimeoutMs: 600_000 },
    )
    const failed = expect(collect(ollama.pull('tiny'))).rejects.toMatchObject({ code: 'ollama_timeout' })
    await head
    await clock.advance(600_000)
    await failed
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

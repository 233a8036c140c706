import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { fakeOllama } from './fake-ollama.ts'

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

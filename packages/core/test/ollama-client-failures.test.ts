import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { DashboardError } from '../src/kernel/errors.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeOllama, headCame, json } from './fake-ollama.ts'

const error = (text: string, status: number) => json({ error: text }, status)

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

  test.each([[null], [false], [''], [{}], [[]]])('an error of %j beside an answer is none', async (nothing) => {
    const { ollama } = await fakeOllama(json({ version: '0.32.15', error: nothing }))
    expect(await ollama.version()).toBe('0.32.15')
  })

  test('a reply that ceases to be HTTP after its first words was interrupted', async () => {
    const { ollama } = await fakeOllama((response) => {
      const line = `${JSON.stringify({ message: { role: 'assistant', content: 'one' }, done: false })}\n`
      response.write(line, () => response.socket?.write('no length\r\n'))
    })
    const said: string[] = []
    const reading = (async () => {
      for await (const { content } of ollama.chat({ model: 'tiny', messages: [] })) said.push(content)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'stream_truncated', hint: 'Try again.' })
    expect(said).toEqual(['one'])
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

  test.each(['loaded', 'installed', 'version'] as const)(
    'an answer to `%s` of which a byte comes now and then is given up after 30 s',
    async (list) => {
      const begun = Promise.withResolvers<ServerResponse>()
      const clock = fakeClock()
      const { ollama } = await fakeOllama((response) => response.write('{"models":[', () => begun.resolve(response)), {
        clock,
      })
      let ending = 'open'
      const head = headCame()
      const asking = ollama[list]().catch((error: DashboardError) => {
        ending = `${error.code}: ${error.message}`
      })
      const [response] = await Promise.all([begun.promise, head])
      for (let second = 1; second < 30; second += 1) {
        await clock.advance(1000)
        await new Promise((resolve) => response.write(' ', resolve))
      }
      expect(ending).toBe('open')
      await clock.advance(1000)
      await asking
      expect(ending).toBe('ollama_timeout: Ollama did not end its response within 30 s.')
    },
  )

  test('a load of which the head came is waited for', async () => {
    const begun = Promise.withResolvers<ServerResponse>()
    const clock = fakeClock()
    const { ollama } = await fakeOllama((response) => response.write(' ', () => begun.resolve(response)), { clock })
    const head = headCame()
    const loading = ollama.load('tiny', {})
    const [response] = await Promise.all([begun.promise, head])
    await clock.advance(60_000)
    response.end('{"done":true}')
    await loading
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

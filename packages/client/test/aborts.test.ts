import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { expect, test, vi } from 'vitest'
import { createClient } from '../src/index.ts'
import { serve } from './serve.ts'

const client = (baseUrl: string) => createClient<ApiContract>(endpointTable(contract), { baseUrl })

/** Answers with this and never ends. */
const endless = (text: string) => serve((_, response) => response.write(text))

const line = '{"model":"m","created_at":"","done":false}\n'

test.each([
  [
    'lines',
    line,
    (url: string, signal: AbortSignal) => client(url).chat.send({ body: { model: 'm', prompt: 'a' } }, { signal }),
  ],
  ['events', 'data: {}\n\n', (url: string, signal: AbortSignal) => client(url).observability.events({}, { signal })],
] as const)('a caller who aborts %s midway gets its own abort reason', async (_, text, open) => {
  const url = await endless(text)
  const mine = new Error('mine')
  const leaving = new AbortController()
  const read = async (signal: AbortSignal, onFirst: () => void) => {
    for await (const _ of open(url, signal)) onFirst()
  }
  await expect(read(leaving.signal, () => leaving.abort(mine))).rejects.toBe(mine)
  await expect(read(AbortSignal.timeout(100), () => undefined)).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('a probe has the timeout of a model load, other reads a shorter one', async () => {
  const limits = vi.spyOn(globalThis, 'setTimeout')
  const url = await serve((_, response) => response.end('{}'))
  const longest = async (probe: boolean) => {
    limits.mockClear()
    await client(url).performance.get({ params: { model: 'm' }, query: { probe } })
    return Math.max(...limits.mock.calls.map(([, ms = 0]) => ms))
  }
  try {
    expect(await longest(true)).toBe(660_000)
    expect(await longest(false)).toBe(30_000)
  } finally {
    limits.mockRestore()
  }
})

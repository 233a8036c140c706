import { performance } from 'node:perf_hooks'
import { Agent, request } from 'undici'

export interface StreamTarget {
  readonly url: string
  readonly model: string
  readonly headers: Readonly<Record<string, string>>
}

export interface StreamLoad {
  /** Streams at once. */
  readonly streams: number
  /** Of each reply. */
  readonly tokens: number
}

export interface StreamFigures {
  /** Of all streams together. */
  readonly tokensPerSecond: number
  readonly medianFirstMs: number
}

/** So many chats at once, each begun a little after the other, so that not all first words fall on one moment. */
export async function measureStreams(target: StreamTarget, { streams, tokens }: StreamLoad): Promise<StreamFigures> {
  await using agent = agentOf(streams)
  const startedAt = performance.now()
  const firsts = await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 7))
      return chat(target, tokens, agent.dispatcher)
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  return { tokensPerSecond: (streams * tokens) / seconds, medianFirstMs: median(firsts) }
}

/** The same number of chats, one after the other over one connection. */
export async function measureOneByOne(target: StreamTarget, { streams, tokens }: StreamLoad): Promise<StreamFigures> {
  await using agent = agentOf(1)
  const startedAt = performance.now()
  const firsts: number[] = []
  for (let index = 0; index < streams; index += 1) firsts.push(await chat(target, tokens, agent.dispatcher))
  const seconds = (performance.now() - startedAt) / 1000
  return { tokensPerSecond: (streams * tokens) / seconds, medianFirstMs: median(firsts) }
}

function agentOf(connections: number) {
  const dispatcher = new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 })
  return { dispatcher, [Symbol.asyncDispose]: () => dispatcher.destroy() }
}

/** Milliseconds to the first line with a word in it. */
async function chat({ url, model, headers }: StreamTarget, tokens: number, dispatcher: Agent): Promise<number> {
  const messages = [{ role: 'user', content: `Write ${tokens} words` }]
  const startedAt = performance.now()
  const { statusCode, body } = await request(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages, options: { num_ctx: 4096 } }),
    dispatcher,
  })
  let firstMs: number | null = null
  let end = ''
  for await (const chunk of body) {
    firstMs ??= performance.now() - startedAt
    end = (end + chunk).slice(-2000)
  }
  if (statusCode !== 200 || firstMs === null || !end.includes('"done":true')) throw new Error(`No whole reply: ${end}`)
  return firstMs
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
}

const median = (values: readonly number[]): number => spreadOf(values).median

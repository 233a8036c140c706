import { type Simulator, type SimulatorOptions, startSimulator } from '@ollama-dashboard/ollama-sim'
import { startPostgres } from '../../core/test/postgres/server.ts'
import { benchKey, type Server, startDashboard } from './processes.ts'

/** How soon the dashboard reacts: milliseconds of each round. */
export interface Reaction {
  readonly name: string
  readonly ms: readonly number[]
  readonly atMostMs: number
}

const model = 'llama3.2:3b'
const headers = { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json' }

/** Each reaction is measured as often as `rounds` says, one after the other. */
export async function* measureReactions(rounds: number): AsyncGenerator<Reaction, void, void> {
  const leaving = [
    ['a caller leaves a reply: Ollama is free', { stream: true }, 'warm'],
    ['a caller leaves who waits for the whole reply', { stream: false }, 'warm'],
    ['a caller leaves while a cold model loads', { stream: true }, 'cold'],
  ] as const
  for (const [name, asked, state] of leaving)
    yield { name, ms: await repeated(rounds, () => leftAfterMs(asked, state)), atMostMs: 1000 }
  yield {
    name: 'another program loads a model: listeners are told',
    ms: await repeated(rounds, toldAfterMs),
    atMostMs: 1000,
  }

  yield { name: 'a page of 1,000 chats in SQLite', ms: await pagesMs({}), atMostMs: 30 }
  await using postgres = await startPostgres()
  const env = { DATABASE_URL: await postgres.freshDatabase() }
  yield { name: 'a page of 1,000 chats in PostgreSQL', ms: await pagesMs(env), atMostMs: 30 }
}

async function repeated(rounds: number, measure: () => Promise<number>): Promise<number[]> {
  const ms: number[] = []
  for (let round = 0; round < rounds; round += 1) ms.push(await measure())
  return ms
}

async function startBoth(simulation: SimulatorOptions = {}) {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, tokensPerSecond: 50, ...simulation })
  const dashboard = await startDashboard(simulator.url)
  return {
    simulator,
    dashboard,
    async [Symbol.asyncDispose]() {
      await dashboard[Symbol.asyncDispose]()
      await simulator.close()
    },
  }
}

/** From the moment at which a caller hangs up until Ollama sees that nobody wants the reply. */
async function leftAfterMs(asked: { readonly stream: boolean }, state: 'warm' | 'cold'): Promise<number> {
  await using both = await startBoth()
  const { simulator, dashboard } = both
  if (state === 'warm') await chat(dashboard, { prompt: 'Write 1 word', stream: false })
  simulator.setSpeed(1)
  const chats = () => simulator.requests.filter(({ path }) => path === '/api/chat')
  const before = chats().length
  const caller = new AbortController()
  const reply = chat(dashboard, { prompt: 'Write 5000 words', ...asked }, caller.signal).catch(() => undefined)
  await until(() => chats().length > before)
  const leftAt = performance.now()
  caller.abort()
  await until(() => chats().at(-1)?.aborted === true)
  const ms = performance.now() - leftAt
  await reply
  return ms
}

async function chat(dashboard: Server, body: object, signal?: AbortSignal): Promise<string> {
  const answer = await fetch(`${dashboard.url}/api/chat`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model, ...body }),
    ...(signal && { signal }),
  })
  return answer.text()
}

/** From the answer to another program's load until a listener to the events has heard of it. */
async function toldAfterMs(): Promise<number> {
  await using both = await startBoth()
  const { simulator, dashboard } = both
  const caller = new AbortController()
  const events = await fetch(`${dashboard.url}/api/events`, { headers, signal: caller.signal })
  let text = ''
  const reading = (async () => {
    for await (const piece of events.body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece
  })().catch(() => undefined)
  await until(() => text.includes('event: snapshot'))
  await load(simulator)
  const loadedAt = performance.now()
  await until(() => text.includes('event: model.loaded'))
  const ms = performance.now() - loadedAt
  caller.abort()
  await reading
  return ms
}

async function load(simulator: Simulator): Promise<void> {
  const body = JSON.stringify({ model, stream: false })
  await (await fetch(`${simulator.url}/api/generate`, { method: 'POST', body })).text()
}

/** Each of fifty pages of a thousand saved chats, with a message and its reply in each. */
async function pagesMs(env: Record<string, string>): Promise<number[]> {
  await using simulator = await startSimulator({ scenario: 'empty' })
  await using dashboard = await startDashboard(simulator.url, { MAX_HISTORY: '1000', ...env })
  const history = `${dashboard.url}/api/chat/history`
  const text = 'A sentence of some length about llamas and alpacas. '.repeat(10)
  const messages = [
    { role: 'user', content: text },
    { role: 'assistant', content: text },
  ]
  for (let index = 0; index < 1000; index += 1) {
    const saved = await fetch(history, { method: 'POST', headers, body: JSON.stringify({ model, messages }) })
    if (!saved.ok) throw new Error(`A chat was not saved: ${await saved.text()}`)
    await saved.body?.cancel()
  }
  const ms: number[] = []
  let next: string | null = ''
  while (next !== null) {
    const startedAt = performance.now()
    const answer = await fetch(`${history}?limit=20${next && `&before=${encodeURIComponent(next)}`}`, { headers })
    const page = (await answer.json()) as { sessions: unknown[]; next: string | null }
    ms.push(performance.now() - startedAt)
    next = page.next
  }
  if (ms.length < 50) throw new Error(`A thousand chats made ${ms.length} pages.`)
  return ms
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}

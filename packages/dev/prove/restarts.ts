// Whether a dashboard that is reloaded ten times within a minute, or ended by a service manager, lets anybody down who reads or
// chats meanwhile.
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { type Server, startDashboard } from '../bench/processes.ts'
import { ofParts, type Verdict } from './verdict.ts'

const key = 'key-of-the-proof'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const model = 'llama3.2:3b'
const generous = { API_KEY_ADMIN: key, RATE_LIMIT_MODEL_OPERATIONS: '100000/60s', LOG_LEVEL: 'error' }

const reloads = 10
const everyMs = 6000
const readers = 8
const chats = 4
/** What systemd and Kubernetes are patient enough for, and Docker by default. */
const endsWithinMs = 10_000
const answersUnderWay = 8
/** One after the other, how each of them is asked for. */
const ways = ['whole', 'in lines', 'detached'] as const

/** Some two seconds of them. */
const words = 'Write 60 words'

const simulation = { scenario: 'home', speed: 20, tokensPerSecond: 2, numParallel: answersUnderWay } as const

export async function outlastsRestarts(): Promise<Verdict> {
  return ofParts([await throughReloads(), await endsInOrder(false), await endsInOrder(true)])
}

const ask = ({ url }: Server, prompt: string, stream: boolean) =>
  fetch(`${url}/api/chat`, { method: 'POST', headers, body: JSON.stringify({ model, prompt, stream }) })

async function throughReloads(): Promise<Verdict> {
  await using simulator = await startSimulator(simulation)
  await using dashboard = await startDashboard(simulator.url, generous)
  const over = new AbortController()
  const wrong: string[] = []
  const counts = { reads: 0, replies: 0, interrupted: 0 }
  let longestMs = 0
  /** The first reply is longer than the first reload waits for; the others are soon whole. */
  const prompts = ['Write 1500 words']

  async function read() {
    const askedAt = performance.now()
    // Every other one over a connection of its own, as programs have it that are started for one request.
    const connection = counts.reads % 2 === 0 ? 'close' : 'keep-alive'
    try {
      const { status } = await fetch(`${dashboard.url}/api/models/running`, { headers: { ...headers, connection } })
      if (status !== 200) wrong.push(`a read was answered ${status}`)
    } catch (error) {
      wrong.push(`a read failed: ${String((error as Error).cause ?? error)}`)
    }
    counts.reads += 1
    longestMs = Math.max(longestMs, performance.now() - askedAt)
  }

  async function chat() {
    try {
      const reply = await ask(dashboard, prompts.pop() ?? 'Write 100 words', true)
      const last = (await reply.text()).trim().split('\n').at(-1) ?? ''
      const { done, error, code } = JSON.parse(last) as { done?: boolean; error?: { code?: string }; code?: string }
      // Of one whose first word had not come, the whole answer says so.
      if ((error?.code ?? code) === 'shutting_down') counts.interrupted += 1
      else if (done === true) counts.replies += 1
      else wrong.push(`a reply ended with ${last.slice(0, 200)}`)
    } catch (error) {
      wrong.push(`a chat failed: ${String((error as Error).cause ?? error)}`)
    }
  }

  const again = async (work: () => Promise<void>) => {
    while (!over.signal.aborted) await work()
  }
  const working = [
    ...Array.from({ length: readers }, () => again(read)),
    ...Array.from({ length: chats }, () => again(chat)),
  ]
  for (let round = 0; round < reloads; round += 1) {
    await sleep(everyMs)
    const { status } = await fetch(`${dashboard.url}/api/reload_app`, { method: 'POST', headers })
    if (status !== 202) wrong.push(`a reload was answered ${status}`)
  }
  await sleep(everyMs)
  over.abort()
  await Promise.all(working)

  const { reads, replies, interrupted } = counts
  if (interrupted === 0) wrong.push('the long reply was not interrupted')
  const said = `${reads} reads, the slowest ${Math.round(longestMs)} ms; ${replies} replies whole, ${interrupted} told that they were interrupted`
  return tell(`${reloads} reloads in a minute`, said, wrong)
}

/** While answers are under way, and Ollama's list of what runs hangs or not. */
async function endsInOrder(hangs: boolean): Promise<Verdict> {
  await using simulator = await startSimulator(simulation)
  await using dashboard = await startDashboard(simulator.url, generous)
  // Loads the model, so that the answers below take some two seconds each.
  await (await ask(dashboard, 'Write 5 words', false)).text()
  const wrong: string[] = []
  const answers = Array.from({ length: answersUnderWay }, async (_, index) => {
    const way = ways[index % ways.length] ?? 'whole'
    const answer = way === 'detached' ? await followDetached(dashboard) : await ask(dashboard, words, way !== 'whole')
    const said = await answer.text()
    if (!said.includes('"done":true')) wrong.push(`a reply (${way}) was ${answer.status}: ${said.slice(-200)}`)
  })
  // And one before them.
  while (simulator.requests.filter(({ path }) => path === '/api/chat').length <= answersUnderWay) await sleep(10)
  if (hangs) simulator.faults.add({ kind: 'hang', path: '/api/ps' })
  const { code, ms } = await dashboard.end()
  await Promise.all(answers).catch((error: unknown) => wrong.push(`an answer failed: ${String(error)}`))
  if (code !== 0) wrong.push(`it ended with ${code}`)
  if (ms > endsWithinMs) wrong.push(`it took ${Math.round(ms)} ms to end`)
  return tell(
    `SIGTERM${hangs ? ' while /api/ps hangs' : ''}`,
    `${answersUnderWay} answers under way, ended in ${Math.round(ms)} ms`,
    wrong,
  )
}

/** The reply in a new conversation, which goes on whoever follows it. */
async function followDetached({ url }: Server): Promise<Response> {
  const post = async (path: string, body: object) =>
    (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  const { id } = (await post('/api/chat/history', { model, messages: [] })) as { id: string }
  await post('/api/chat', { model, prompt: words, session_id: id, detached: true })
  return fetch(`${url}/api/chat/history/${id}/reply`, { headers })
}

function tell(name: string, said: string, wrong: readonly string[]): Verdict {
  const verdict = wrong.length === 0 ? 'held' : 'failed'
  console.log(`restarts: ${name}: ${verdict} (${said})`)
  for (const one of new Set(wrong)) console.log(`  ${wrong.filter((other) => other === one).length} times: ${one}`)
  return verdict
}

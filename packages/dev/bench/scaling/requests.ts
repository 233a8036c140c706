import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { benchKey } from '../processes.ts'
import { connectionsTo, costOfEach } from './cost.ts'
import { type SetupName, startSetup } from './setups.ts'

const headers = { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json' }
const times = 2000
const callers = 16
const replies = 200
const model = 'llama3.2:3b'
const warmUps = 100

/** What a request costs, by what it has to do, and how much a row takes on the disk. */
export async function tellRequests(name: SetupName): Promise<void> {
  await using simulator = await startSimulator({ scenario: 'home', speed: 1000, numParallel: 16 })
  await using setup = await startSetup(name, {
    ...{ OLLAMA_HOST: simulator.url, OLLAMA_LOCATION: 'remote', API_KEY_ADMIN: benchKey, API_KEY_OPERATOR: '' },
    RATE_LIMIT_MODEL_OPERATIONS: '1000000/1s',
    MAX_HISTORY: '10000',
    HISTORY_FILE: '',
  })
  async function ask(path: string, body?: unknown): Promise<string> {
    const answer = await fetch(setup.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok || text.includes('"error"')) throw new Error(`${path} was answered ${answer.status}: ${text}`)
    return text
  }
  async function chatted(index: number) {
    const { id } = JSON.parse(await ask('/api/chat/history', { model, messages: [] })) as { id: string }
    await ask('/api/chat', question(index, id))
  }
  const kinds: readonly [what: string, times: number, call: (index: number) => Promise<unknown>][] = [
    ['a list that is known', times, () => ask('/api/models/running')],
    ['a read of the storage', times, () => ask('/api/chat/history')],
    ['an audited action with a limit', times, () => ask('/api/models/stop/qwen3:14b', {})],
    ['a change', times, (index) => ask('/api/models/settings/qwen3:14b', { temperature: (index % 200) / 100 })],
    ['a reply of 100 words that is kept', replies, chatted],
  ]
  for (const [what, count, call] of kinds) {
    for (let warmUp = 0; warmUp < warmUps; warmUp += 1) await call(warmUp)
    const bytes = await bytesIn(setup.folder)
    const startedAt = performance.now()
    const ms = await costOfEach(setup.pids, count, callers, call)
    const perSecond = (count * 1000) / (performance.now() - startedAt)
    const grown = ((await bytesIn(setup.folder)) - bytes) / count
    const disk = grown >= 1 ? `, ${grown.toFixed(0)} bytes in DATA_DIR` : ''
    console.log(`${name}, ${what}: ${ms.toFixed(2)} ms of a processor, ${perSecond.toFixed(0)} a second${disk}`)
  }
  if (setup.postgresPort !== null) console.log(`${name}: ${await connectionsTo(setup.postgresPort)} to PostgreSQL`)
  if (setup.redisPort !== null) console.log(`${name}: ${await connectionsTo(setup.redisPort)} to Redis`)
}

const question = (index: number, session_id: string) => ({
  model,
  prompt: `Write 100 words about ${index}`,
  stream: false,
  session_id,
})

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files.filter((file) => file.isFile()).map((file) => stat(join(file.parentPath, file.name)))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}

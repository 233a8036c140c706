import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PullJob } from '@ollama-dashboard/contracts'
import { scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../../packages/core/test/postgres/fresh-database.ts'
import { end, launch } from './launch.ts'

const model = 'smollm2:135m'

interface Line {
  readonly status: string
  readonly digest?: string
  readonly completed?: number
}

/** A simulated Ollama behind a wire that is listened to: the lines of each pull, as Ollama sent them. */
async function tappedOllama() {
  const simulator = await startSimulator({ scenario: scenarios.empty, speed: 1 })
  const pulls: { readonly lines: Line[] }[] = []
  const wire = createServer((asked, answer) => {
    const { method, headers, url } = asked
    const upstream = request(new URL(url ?? '/', simulator.url), { method: method ?? 'GET', headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
      if (url !== '/api/pull') return
      const pull: { lines: Line[] } = { lines: [] }
      pulls.push(pull)
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        pull.lines.push(...lines.map((line) => JSON.parse(line)))
      })
    })
    upstream.on('error', () => answer.destroy())
    answer.on('close', () => upstream.destroy())
    asked.pipe(upstream)
  }).listen(0, '127.0.0.1')
  await once(wire, 'listening')
  onTestFinished(async () => {
    wire.closeAllConnections()
    wire.close()
    await simulator.close()
  })
  return { simulator, host: `127.0.0.1:${(wire.address() as { port: number }).port}`, pulls }
}

const jobOf = async (url: string, id: string): Promise<PullJob> =>
  (await (await fetch(`${url}/api/jobs/${id}`)).json()) as PullJob

const lastCompleted = (lines: readonly Line[]) => lines.findLast(({ completed }) => completed)?.completed ?? 0

test.each([
  ['SIGKILL', 'SQLite'],
  ['SIGTERM', 'SQLite'],
  ['SIGKILL', 'PostgreSQL'],
] as const)('a pull goes on where it was after the dashboard ended by %s, its jobs in %s', async (signal, engine) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const ollama = await tappedOllama()
  const database = engine === 'PostgreSQL' ? { DATABASE_URL: await freshDatabase() } : {}
  const env = { DATA_DIR: dataDir, OLLAMA_HOST: ollama.host, ...database }

  const first = await launch(env)
  const asked = await fetch(`${first.url}/api/models/pull/${model}?wait=false`, { method: 'POST' })
  expect(asked.status).toBe(202)
  const { job } = (await asked.json()) as { job: PullJob }
  await expect.poll(async () => (await jobOf(first.url, job.id)).progress?.percent).toBeGreaterThan(20)
  ollama.simulator.setSpeed(0)
  await end(first.child, signal)
  ollama.simulator.setSpeed(1000)

  const second = await launch(env)
  const found = { id: job.id, model, state: 'done', attempts: 2, progress: { percent: 100 } }
  await expect.poll(() => jobOf(second.url, job.id)).toMatchObject(found)

  const [before, after] = ollama.pulls
  expect(ollama.pulls).toHaveLength(2)
  const fetched = lastCompleted(before?.lines ?? [])
  expect(fetched).toBeGreaterThan(50_000_000)
  expect(after?.lines.find(({ digest }) => digest)?.completed).toBeGreaterThanOrEqual(fetched)
  expect(after?.lines.at(-1)).toEqual({ status: 'success' })
})

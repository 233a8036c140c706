import { expect, test } from 'vitest'
import { scenarios } from '../src/index.ts'
import { type Json, liveLines, type Simulation, simulation } from './simulation.ts'

const SMOL = 'smollm2:135m'
/** Slow enough to look at a pull while it runs: smollm2 takes a second. */
const WATCHABLE = { scenario: 'empty', speed: 5 } as const

const statuses = (lines: readonly Json[]) => lines.map((line) => String(line['status']))

/** Each status once, in the order of its first line; a layer's as `pulling` alone. */
const stages = (lines: readonly Json[]) => [
  ...new Set(statuses(lines).map((status) => status.replace(/^pulling [0-9a-f]{12}$/, 'layer'))),
]

const progressOf = (lines: readonly Json[], digest: unknown) =>
  lines.filter((line) => line['digest'] === digest).map((line) => Number(line['completed'] ?? 0))

/** Starts a pull and hangs up after `count` lines of progress; resolves with the last one. */
async function pullAndLeave({ send }: Simulation, model: string, count: number): Promise<Json> {
  const response = await send('POST', '/api/pull', { model })
  let seen = 0
  for await (const line of liveLines(response)) {
    if (line['completed'] === undefined) continue
    seen += 1
    if (seen === count) return line
  }
  throw new Error('the pull was over before that many lines')
}

test('a layer is told by its digest, with a total and with what came so far', async () => {
  const { lines, installed } = await simulation(WATCHABLE)
  const pulled = await lines('/api/pull', { model: SMOL })
  const [first] = pulled.filter((line) => line['digest'] !== undefined)
  expect(first?.['digest']).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(first?.['status']).toBe(`pulling ${String(first?.['digest']).slice(7, 19)}`)
  const completed = progressOf(pulled, first?.['digest'])
  expect(completed.length).toBeGreaterThan(20)
  expect(completed).toEqual(completed.toSorted((a, b) => a - b))
  const totals = new Map(pulled.map((line) => [line['digest'], Number(line['total'] ?? 0)]))
  const size = totals.values().reduce((sum, total) => sum + total, 0)
  expect((await installed()).get(SMOL)?.size).toBe(size)
})

test('nothing is said of completed bytes while there are none', async () => {
  const { lines } = await simulation(WATCHABLE)
  const [, first] = await lines('/api/pull', { model: SMOL })
  expect(first).toHaveProperty('total')
  expect(first).not.toHaveProperty('completed')
})

test('a pull of what is there takes one line for each layer', async () => {
  const { lines } = await simulation()
  const pulled = await lines('/api/pull', { model: 'nomic-embed-text' })
  const digests = pulled.map((line) => line['digest']).filter((digest) => digest !== undefined)
  expect(new Set(digests).size).toBe(digests.length)
  expect(pulled.every((line) => line['completed'] === line['total'])).toBe(true)
  expect(pulled.at(-1)).toEqual({ status: 'success' })
})

test('a cancelled pull installs nothing, and the next one goes on where it stopped', async () => {
  const running = await simulation(WATCHABLE)
  const last = await pullAndLeave(running, SMOL, 10)
  expect(await running.installed()).toEqual(new Map())
  const again = await running.lines('/api/pull', { model: SMOL })
  const [first] = progressOf(again, last['digest'])
  expect(first).toBeGreaterThanOrEqual(Number(last['completed']))
  expect(again.at(-1)).toEqual({ status: 'success' })
})

test('a second pull starts at the progress of the running one and lives on when the first caller leaves', async () => {
  const running = await simulation(WATCHABLE)
  const first = pullAndLeave(running, SMOL, 25)
  const response = await running.send('POST', '/api/pull', { model: SMOL })
  const second: Json[] = []
  for await (const line of liveLines(response)) second.push(line)
  const last = await first
  const completed = progressOf(second, last['digest'])
  expect(completed.at(-1)).toBeGreaterThan(Number(last['completed']))
  expect(second.at(-1)).toEqual({ status: 'success' })
})

test('two pulls of one model at once both come to its end', async () => {
  const { lines } = await simulation(WATCHABLE)
  const [one, two] = await Promise.all([lines('/api/pull', { model: SMOL }), lines('/api/pull', { model: SMOL })])
  expect(stages(one)).toEqual(stages(two))
  expect(one.at(-1)).toEqual({ status: 'success' })
})

test('a pull that joins late begins with what came already', async () => {
  const running = await simulation(WATCHABLE)
  const response = await running.send('POST', '/api/pull', { model: SMOL })
  let joined: Promise<readonly Json[]> | undefined
  let joinedAt: Json = {}
  for await (const line of liveLines(response)) {
    if (joined !== undefined || Number(line['completed'] ?? 0) < 50_000_000) continue
    joinedAt = line
    joined = running.lines('/api/pull', { model: SMOL })
  }
  const [first] = progressOf((await joined) ?? [], joinedAt['digest'])
  expect(first).toBeGreaterThan(Number(joinedAt['completed']))
})

test('an update replaces the model and takes its unused layers away', async () => {
  const [old] = scenarios.home.models.filter((model) => model.name === 'qwen3:14b')
  if (old === undefined) throw new Error('the scenario has changed')
  const newer = { ...old, digest: 'a'.repeat(64), weights: `sha256:${'b'.repeat(64)}` }
  const scenario = { ...scenarios.home, registry: [newer], pull_bytes_per_second: 10_000_000_000 }
  const { lines, installed, send } = await simulation({ scenario })
  const pulled = await lines('/api/pull', { model: 'qwen3:14b' })
  expect(statuses(pulled).slice(-3)).toEqual(['writing manifest', 'removing unused layers', 'success'])
  expect((await installed()).get('qwen3:14b')?.digest).toBe(newer.digest)
  expect((await send('HEAD', `/api/blobs/${old.weights}`)).status).toBe(404)
})

test('a registry whose name nobody knows cannot be reached', async () => {
  const { lines } = await simulation()
  expect((await lines('/api/pull', { model: 'nowhere.test/library/x' })).at(-1)).toEqual({
    error:
      'pull model manifest: Get "https://nowhere.test/v2/library/x/manifests/latest": dial tcp: lookup nowhere.test: no such host',
  })
})

test('the disk fills while a pull runs', async () => {
  const running = await simulation(WATCHABLE)
  const before = running.simulator.host().disk.used
  const { completed } = await pullAndLeave(running, SMOL, 5)
  expect(running.simulator.host().disk.used).toBeGreaterThanOrEqual(before + Number(completed))
})

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { residentBytes, startDashboard } from '../processes.ts'
import { report } from '../report.ts'
import type { ReadersOutcome, ReadersTask } from './event-readers.ts'

const wanted = { deliveryMs: 250, megabytes: 400, delayMs: 50 } as const
const clients = 1000
/** A key may open 256 streams, and a variable holds two keys. */
const keys = ['viewer-one', 'viewer-two', 'operator-one', 'operator-two'].map((name) => `bench-key-of-${name}`)
const limitMs = 120_000

/** A thousand listeners who are sent the host's figures each second: how soon they get them, and what they cost. */
export async function reportEventClients(seconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))
  try {
    await using simulator = await startSimulator({ scenario: 'home' })
    const delayFile = join(folder, 'delay.json')
    await using dashboard = await startDashboard(simulator.url, {
      API_KEY_VIEWER: keys.slice(0, 2).join('|'),
      API_KEY_OPERATOR: keys.slice(2).join('|'),
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href}`,
      BENCH_LOOP_DELAY: delayFile,
    })
    const task = { url: dashboard.url, keys, clients, warmUpMs: 5000, forMs: seconds * 1000 }
    const { deliveriesMs, without } = await readersOf(task, () => process.kill(dashboard.pid, 'SIGUSR2'))
    if (without > 0) throw new Error(`${without} of ${clients} clients got no sample.`)
    const bytes = await residentBytes(dashboard.pid)
    rmSync(delayFile)
    process.kill(dashboard.pid, 'SIGUSR2')
    const delay = await delayIn(delayFile)

    const sorted = deliveriesMs.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
    const spread = `99 % within ${at(0.99)} ms, half within ${at(0.5)}, of ${sorted.length} (at most ${wanted.deliveryMs})`
    report('1,000 clients: a sample reaches them', spread, at(0.99) <= wanted.deliveryMs)
    const loop = `99 % below ${delay.p99.toFixed(0)} ms, ${delay.max.toFixed(0)} at most (at most ${wanted.delayMs})`
    report('1,000 clients: delay of the event loop', loop, delay.p99 <= wanted.delayMs)
    if (bytes === null) return console.log('        memory: this system does not tell it')
    const megabytes = `${(bytes / 1e6).toFixed(0)} MB (at most ${wanted.megabytes})`
    report('1,000 clients: memory', megabytes, bytes / 1e6 <= wanted.megabytes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Calls `onMeasuring` when all are open and have settled. Throws where a client cannot listen. */
async function readersOf(task: ReadersTask, onMeasuring: () => void): Promise<ReadersOutcome> {
  const child = fork(join(import.meta.dirname, 'event-readers.ts'), { signal: AbortSignal.timeout(limitMs) })
  try {
    child.send(task)
    return await new Promise<ReadersOutcome>((resolve, reject) => {
      child.on('message', (message: 'measuring' | ReadersOutcome) =>
        message === 'measuring' ? onMeasuring() : resolve(message),
      )
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`The clients ended with ${code}.`)))
    })
  } finally {
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
  }
}

async function delayIn(file: string): Promise<{ readonly p99: number; readonly max: number }> {
  for (let tries = 0; tries < 100; tries += 1) {
    await sleep(50)
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      // It is not written yet.
    }
  }
  throw new Error('The dashboard did not tell the delay of its event loop.')
}

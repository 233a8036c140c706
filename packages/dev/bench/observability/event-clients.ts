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
const adminKey = 'bench-key-of-admin'
const limitMs = 120_000

/** A thousand listeners who are sent the host's figures each second: how soon they get them, and what they cost. */
export async function reportEventClients(seconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))
  try {
    await using simulator = await startSimulator({ scenario: 'home' })
    const delayFile = join(folder, 'delay.json')
    await using dashboard = await startDashboard(simulator.url, {
      API_KEY_ADMIN: adminKey,
      NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href}`,
      BENCH_LOOP_DELAY: delayFile,
    })
    const keys = await freshKeys(dashboard.url, adminKey, 4)
    const task = { url: dashboard.url, keys, clients, warmUpMs: 5000, forMs: seconds * 1000 }
    const tellDelay = () => process.kill(dashboard.pid, 'SIGUSR2')
    // While all of them listen: that they leave together is not measured.
    const { deliveriesMs, without, bytes, delay } = await measureReaders(task, tellDelay, async (outcome) => {
      rmSync(delayFile)
      tellDelay()
      return { ...outcome, delay: await delayIn(delayFile), bytes: await residentBytes(dashboard.pid) }
    })
    if (without > 0) throw new Error(`${without} of ${clients} clients got no sample.`)

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

/** One may open 256 streams. */
export async function freshKeys(url: string, adminKey: string, count: number): Promise<string[]> {
  const keys: string[] = []
  for (let index = 1; index <= count; index += 1) {
    const answer = await fetch(`${url}/api/keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Listener ${index}`, role: 'viewer' }),
    })
    if (!answer.ok) throw new Error(`A key was not made: ${await answer.text()}`)
    keys.push(((await answer.json()) as { key: string }).key)
  }
  return keys
}

/** Calls `begin` when all are open and have settled, and `end` before they leave. Throws where a client cannot listen. */
export async function measureReaders<T>(
  task: ReadersTask,
  begin: () => void,
  end: (outcome: ReadersOutcome) => Promise<T>,
): Promise<T> {
  const child = fork(join(import.meta.dirname, 'event-readers.ts'), { signal: AbortSignal.timeout(limitMs) })
  try {
    child.send(task)
    const outcome = await new Promise<ReadersOutcome>((resolve, reject) => {
      child.on('message', (message: 'measuring' | ReadersOutcome) =>
        message === 'measuring' ? begin() : resolve(message),
      )
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`The clients ended with ${code}.`)))
    })
    return await end(outcome)
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

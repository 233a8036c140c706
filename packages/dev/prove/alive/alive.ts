// Whether the dashboard answers while what it depends on does not: `/health` is asked every 50 ms, all that time.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { type Server, startDashboard } from '../../bench/processes.ts'

export interface Disturbed {
  readonly dashboard: Server
  /** Its `DATA_DIR`. */
  readonly dataDir: string
  /** Aborts when the time is over. */
  readonly signal: AbortSignal
}

/** Something that the dashboard depends on and that is slow, or in somebody else's hands. */
export interface Disturbance {
  readonly name: string
  readonly seconds: number
  /** Makes what it needs in a folder of its own; the variables the dashboard gets. Null: it cannot be done here. */
  prepare(folder: string): Promise<Record<string, string> | null>
  /** Disturbs until the signal aborts. */
  disturb(disturbed: Disturbed): Promise<void>
  /** What is told beside the times. */
  note?(): string
}

export interface Liveness {
  readonly asked: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const everyMs = 50
export const wantedP99Ms = 100

/** How long `/health` took while the disturbance lasted, in milliseconds; null where it cannot be made here. */
export async function proveAlive({ seconds, prepare, disturb }: Disturbance): Promise<Liveness | null> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-prove-'))
  const dataDir = join(folder, 'data')
  try {
    const env = await prepare(folder)
    if (env === null) return null
    await using simulator = await startSimulator({ scenario: 'home', speed: 1000 })
    await using dashboard = await startDashboard(simulator.url, { DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env })
    const over = new AbortController()
    const disturbing = disturb({ dashboard, dataDir, signal: over.signal })
    const times = await askRepeatedly(`${dashboard.url}/health`, seconds * 1000)
    over.abort()
    await disturbing
    return summaryOf(times)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Asks at every beat, also while earlier answers are missing: what waits behind a pause is counted with all its time. */
async function askRepeatedly(url: string, forMs: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const asked: Promise<number>[] = []
  const startedAt = performance.now()
  for (let beat = 0; beat * everyMs < forMs; beat += 1) {
    await sleep(Math.max(0, startedAt + beat * everyMs - performance.now()))
    asked.push(timeOf(url, agent))
  }
  const times = await Promise.all(asked)
  agent.destroy()
  return times
}

function timeOf(url: string, agent: Agent): Promise<number> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (response) => {
      response.resume()
      response.once('end', () => resolve(performance.now() - startedAt))
      response.once('error', reject)
    })
    request.once('error', reject)
  })
}

function summaryOf(times: readonly number[]): Liveness {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { asked: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import autocannon from 'autocannon'
import { speedOf } from './load.ts'
import { benchKey, startDashboard } from './processes.ts'

export interface AuditFigures {
  /** Changes that are recorded on the disk and answered, of 64 callers at once. */
  readonly perSecond: number
  /** Mean of one caller; null where there is no file system in memory to compare with. */
  readonly addedMs: number | null
}

const inMemory = '/dev/shm'
/** A change that costs the dashboard next to nothing else: the model is not loaded. */
const change = '/api/models/stop/qwen3:14b'
const unlimited = { RATE_LIMIT_MODEL_OPERATIONS: '1000000/1s' }

async function send(url: string, connections: number, seconds: number) {
  const { non2xx, errors, requests, duration, latency } = await autocannon({
    url: `${url}${change}`,
    method: 'POST',
    headers: { authorization: `Bearer ${benchKey}` },
    connections,
    duration: seconds,
  })
  return {
    perSecond: speedOf(url, { non2xx, errors, total: requests.total, seconds: duration }),
    meanMs: latency.average,
  }
}

/** How many changes a second are audited, and what the wait for the disk adds to one. */
export async function measureAudit(seconds: number): Promise<AuditFigures> {
  await using simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  await using dashboard = await startDashboard(simulator.url, unlimited)
  await send(dashboard.url, 64, 1)
  const { perSecond } = await send(dashboard.url, 64, seconds)
  if (!existsSync(inMemory)) return { perSecond, addedMs: null }
  const folder = mkdtempSync(join(inMemory, 'ollama-dashboard-bench-'))
  try {
    await using undisturbed = await startDashboard(simulator.url, {
      ...unlimited,
      AUDIT_LOG_FILE: join(folder, 'audit.log'),
    })
    await send(undisturbed.url, 1, 1)
    const [onDisk, without] = [await send(dashboard.url, 1, seconds), await send(undisturbed.url, 1, seconds)]
    return { perSecond, addedMs: onDisk.meanMs - without.meanMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

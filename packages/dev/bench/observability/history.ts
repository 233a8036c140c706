import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HistoryRange, historyRanges } from '@ollama-dashboard/contracts'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { benchKey, processorMs, type Server, startDashboard } from '../processes.ts'
import { report, reportMedian } from '../report.ts'
import { storeYear } from './past-year.ts'

const wanted = { megabytes: 60, ms: 50 } as const
const rounds = 10
const headers = { authorization: `Bearer ${benchKey}` }
const hourMs = 3_600_000

const lengthMs: Readonly<Record<HistoryRange, number>> = {
  '15m': hourMs / 4,
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
  '1y': 365 * 24 * hourMs,
}

/** What a year of history takes on the disk, and how long each range of it takes to answer, with one GPU and with eight. */
export async function reportHistory(): Promise<void> {
  for (const gpus of [1, 8]) {
    const dataDir = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))
    try {
      await using simulator = await startSimulator({ scenario: 'home' })
      await storeYear({ dataDir, gpus, instance: await instanceOf(simulator.url) })
      const megabytes = sizeOf(dataDir) / 1e6
      const size = `${megabytes.toFixed(1)} MB (at most ${wanted.megabytes})`
      report(`a year of history in SQLite, GPUs: ${gpus}`, size, megabytes <= wanted.megabytes)
      await using dashboard = await startDashboard(simulator.url, { DATA_DIR: dataDir })
      await answerMs(dashboard, '1h', 0)
      for (const range of historyRanges) {
        const ms: number[] = []
        const before = await processorMs(dashboard.pid)
        for (let round = 0; round < rounds; round += 1) ms.push(await answerMs(dashboard, range, round))
        reportMedian(`  its last ${range}`, ms, wanted.ms)
        const after = await processorMs(dashboard.pid)
        if (before === null || after === null) continue
        // On a busy machine this tells more than the time that passed.
        console.log(`          ${((after - before) / rounds).toFixed(0)} ms of processor time each`)
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** What the dashboard calls its only server. */
async function instanceOf(ollamaUrl: string): Promise<string> {
  await using dashboard = await startDashboard(ollamaUrl)
  const answer = await fetch(`${dashboard.url}/api/version`, { headers })
  return ((await answer.json()) as { instance: string }).instance
}

/** Each round ends a second earlier, so that no answer is one of before. The last point has to be there, and a first. */
async function answerMs({ url }: Server, range: HistoryRange, round: number): Promise<number> {
  const to = Date.now() - round * 1000
  const period = new URLSearchParams({
    from: new Date(to - lengthMs[range]).toISOString(),
    to: new Date(to).toISOString(),
  })
  const startedAt = performance.now()
  const answer = await fetch(`${url}/api/system/stats/history?${period}`, { headers })
  const text = await answer.text()
  const ms = performance.now() - startedAt
  const { points = [], step_seconds: step } = JSON.parse(text) as { points?: unknown[]; step_seconds: number }
  const most = lengthMs[range] / 1000 / step
  if (!answer.ok || points.length < most * 0.8) throw new Error(`No whole ${range}: ${text.slice(0, 300)}`)
  return ms
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)

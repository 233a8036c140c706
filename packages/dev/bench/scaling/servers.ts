import { setTimeout as sleep } from 'node:timers/promises'
import { benchKey, processorMs, startDashboard } from '../processes.ts'
import { costOver, told } from './cost.ts'
import { startServers } from './ollama-servers.ts'

const headers = { authorization: `Bearer ${benchKey}` }
const settleMs = 15_000

/** What a dashboard costs that has so many Ollama servers: its start, while nobody looks, while somebody does, and a scrape. */
export async function tellServers(count: number, seconds: number): Promise<void> {
  await using servers = await startServers(count)
  await using dashboard = await startDashboard('', servers.env)
  const started = ((await processorMs(dashboard.pid)) ?? 0) / 1000
  console.log(
    `${count} servers: ready after ${(dashboard.startMs / 1000).toFixed(1)} s, ${started.toFixed(1)} s of a processor`,
  )
  await sleep(settleMs)
  console.log(`${count} servers, nobody looks: ${told(await costOver(dashboard.pid, seconds))}`)
  const leaving = new AbortController()
  const page = await fetch(`${dashboard.url}/api/events`, { headers, signal: leaving.signal })
  void page.body?.pipeTo(new WritableStream()).catch(() => undefined)
  await sleep(settleMs)
  console.log(`${count} servers, a page is open: ${told(await costOver(dashboard.pid, seconds))}`)
  leaving.abort()
  for (const path of ['/metrics', '/api/health', '/api/models/running']) {
    const before = (await processorMs(dashboard.pid)) ?? 0
    let bytes = 0
    for (let round = 0; round < 10; round += 1) {
      bytes = (await (await fetch(dashboard.url + path, { headers })).arrayBuffer()).byteLength
    }
    const ms = (((await processorMs(dashboard.pid)) ?? 0) - before) / 10
    console.log(`${count} servers, ${path}: ${ms.toFixed(1)} ms of a processor, ${(bytes / 1024).toFixed(0)} KiB`)
  }
}

import { scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { benchKey, startDashboard } from '../processes.ts'
import { reportMedian } from '../report.ts'

const atMostMs = 50
const rounds = 20
const loaded = 3
const headers = { authorization: `Bearer ${benchKey}` }

/** What a scrape costs where a thousand models are installed and three are in memory. */
export async function reportScrape(): Promise<void> {
  const { models } = scenarios.big
  await using simulator = await startSimulator({
    scenario: {
      ...scenarios.big,
      gpus: [{ name: 'All the memory it takes', vendor: 'NVIDIA', vram_total: 2 ** 45 }],
      preloaded: models.slice(0, loaded).map(({ name }) => ({ model: name, num_ctx: 4096, keep_alive: -1 })),
    },
    maxLoadedModels: loaded,
    speed: 1000,
  })
  await using dashboard = await startDashboard(simulator.url)
  for (const list of ['available', 'running']) {
    await (await fetch(`${dashboard.url}/api/models/${list}`, { headers })).arrayBuffer()
  }
  const ms: number[] = []
  let bytes = 0
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    const scrape = await fetch(`${dashboard.url}/metrics`, { headers })
    const text = await scrape.text()
    // The first also opens the connection.
    if (round > 0) ms.push(performance.now() - startedAt)
    const inMemory = text.match(/^ollama_model_loaded\{/gm)?.length ?? 0
    if (!scrape.ok) throw new Error(`A scrape was answered with ${scrape.status}.`)
    if (inMemory !== loaded) throw new Error(`A scrape tells of ${inMemory} models in memory, not of ${loaded}.`)
    bytes = text.length
  }
  const name = `a scrape, 1,000 installed, ${loaded} loaded, ${(bytes / 1024).toFixed(0)} KiB`
  reportMedian(name, ms, atMostMs)
}

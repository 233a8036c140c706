// `pnpm bench`: speed beside a bare Fastify route that sends the same bytes, start time, memory, and how soon something
// is reacted to. `pnpm bench --pages`: the same of the pages, in a browser. `pnpm bench --only history`, `--only event-clients`
// and `--only scrape` do one of these alone, `--only scaling` what docs/SCALING.md says. Ratios and medians of one run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SimulatorOptions, scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { measureAudit } from './audit.ts'
import { speedRatio, type Target } from './load.ts'
import { reportParts } from './observability/parts.ts'
import { measurePages } from './pages.ts'
import { benchKey, residentBytes, startBare, startBareProxy, startDashboard, startOllama } from './processes.ts'
import { measureReactions } from './reactions.ts'
import { allMet, report, reportMedian } from './report.ts'
import { measureOneByOne, measureStreams, type StreamFigures, type StreamTarget, spreadOf } from './streams.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    quick: { type: 'boolean', default: false },
    pages: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const effort = values.quick ? { rounds: 3, seconds: 1 } : { rounds: 5, seconds: 4 }
/** Milliseconds are few, and a busy machine adds some to any of them: the median of so many runs counts. */
const streamRuns = 10
const partSeconds = values.quick ? 10 : 30
const wanted = {
  runningSpeed: 0.5,
  availableSpeed: 0.6,
  startMs: 1000,
  residentMegabytes: 150,
  streamSpeed: 0.95,
  addedFirstMs: 2,
  keptMegabytes: 10,
  auditedPerSecond: 500,
} as const

/** Straight from Ollama, through a bare proxy, through the dashboard. */
const turns = ['direct', 'bare', 'through'] as const

if (values.pages) {
  const load = loadavg()[0]?.toFixed(1)
  console.log(`        ${availableParallelism()} processors, load ${load} before the first round`)
  for (const { name, values, atMost, unit } of await measurePages(effort.rounds))
    reportMedian(name, values, atMost, unit)
  process.exit(allMet() ? 0 : 1)
}
if (values.only !== undefined) {
  await reportParts(partSeconds, values.only)
  process.exit(allMet() ? 0 : 1)
}

const headers = { authorization: `Bearer ${benchKey}` }
const models = scenarios.big.models.slice(0, 100)
/** A hundred models, so many of them in memory. */
const withLoaded = (loaded: number): SimulatorOptions => ({
  scenario: {
    ...scenarios.big,
    models,
    gpus: [{ name: 'All the memory it takes', vendor: 'NVIDIA', vram_total: 2 ** 45 }],
    preloaded: models.slice(0, loaded).map(({ name }) => ({ model: name, num_ctx: 4096, keep_alive: -1 })),
  },
  maxLoadedModels: 100,
  speed: 1000,
})
const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))

try {
  for (const loaded of [100, 4]) {
    await using simulator = await startSimulator(withLoaded(loaded))
    await using dashboard = await startDashboard(simulator.url)
    const list = (name: string) => ({ url: `${dashboard.url}/api/models/${name}`, headers })
    await reportSpeed(`running, ${loaded} in memory`, list('running'), loaded === 100 ? wanted.runningSpeed : null)
    if (loaded === 100) await reportSpeed('available, 100 installed', list('available'), wanted.availableSpeed)
  }
  await using simulator = await startSimulator(withLoaded(4))
  const starts: number[] = []
  for (let start = 0; start < effort.rounds; start += 1) {
    await using dashboard = await startDashboard(simulator.url)
    starts.push(dashboard.startMs)
  }
  const startMs = starts.sort((a, b) => a - b)[Math.floor(starts.length / 2)] ?? 0
  await using bare = await startBare(fileWith('{}'))
  const times = `${(startMs / bare.startMs).toFixed(1)} times that of bare Fastify`
  report(
    'start to the first 200',
    `${(startMs / 1000).toFixed(2)} s, ${times} (at most ${wanted.startMs / 1000} s)`,
    startMs < wanted.startMs,
  )
  await reportAudit()
  await reportMemory()
  await reportStreams()
  for await (const { name, ms, atMostMs } of measureReactions(effort.rounds)) reportMedian(name, ms, atMostMs)
  await reportParts(partSeconds)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = allMet() ? 0 : 1

/** A small list is told of and not judged: there the headers weigh more than the answer. */
async function reportSpeed(name: string, target: Target, atLeast: number | null) {
  const body = await (await fetch(target.url, { headers })).text()
  await using bare = await startBare(fileWith(body))
  const { median, least, most } = await speedRatio(target, { url: `${bare.url}/` }, effort)
  const goal = atLeast === null ? '' : ` (at least ${atLeast})`
  const spread = `${median.toFixed(2)} of bare Fastify, ${least.toFixed(2)} to ${most.toFixed(2)}${goal}`
  report(`${name}, ${(body.length / 1024).toFixed(1)} KiB`, spread, atLeast === null || median >= atLeast)
}

/** Changes that are in the audit log, on the disk, before they are answered. */
async function reportAudit() {
  const { perSecond, addedMs } = await measureAudit(effort.seconds)
  const added = addedMs === null ? '' : `; the disk adds ${addedMs.toFixed(1)} ms to one alone`
  const speed = `${perSecond.toFixed(0)} a second${added} (at least ${wanted.auditedPerSecond})`
  report('audited changes of 64 callers', speed, perSecond >= wanted.auditedPerSecond)
}

/** After every list was asked for, and asked for again. */
async function reportMemory() {
  await using simulator = await startSimulator({ scenario: 'big', speed: 1000 })
  await using dashboard = await startDashboard(simulator.url)
  for (let round = 0; round < 20; round += 1) {
    for (const list of ['running', 'available'])
      await (await fetch(`${dashboard.url}/api/models/${list}`, { headers })).arrayBuffer()
  }
  const bytes = await residentBytes(dashboard.pid)
  if (bytes === null) return console.log('        memory: this system does not tell it')
  const megabytes = bytes / 1e6
  report(
    'memory with 1,000 models',
    `${megabytes.toFixed(0)} MB (at most ${wanted.residentMegabytes})`,
    megabytes < wanted.residentMegabytes,
  )
}

/** Replies of 100 tokens a second, straight from Ollama and through the dashboard: one after the other, and 64 at once. */
async function reportStreams() {
  const load = { streams: 64, tokens: values.quick ? 200 : 500 }
  const model = 'llama3.2:3b'
  await using ollama = await startOllama()
  await using dashboard = await startDashboard(ollama.url)
  await using proxy = await startBareProxy(ollama.url)
  const direct: StreamTarget = { url: ollama.url, model, headers: {} }
  const bare: StreamTarget = { url: proxy.url, model, headers: {} }
  const through: StreamTarget = { url: dashboard.url, model, headers }
  // The first loads the model; then memory grows to what so many at once take, and after some rounds no more.
  for (const target of [direct, bare, through]) await measureStreams(target, load)
  for (let round = 0; round < 10; round += 1) await measureStreams(through, { ...load, tokens: 100 })
  const before = await residentBytes(dashboard.pid)
  const targets = { direct, bare, through }
  const alone = await compareStreams(targets, (target) => measureOneByOne(target, { streams: 20, tokens: 5 }))
  const together = await compareStreams(targets, (target) => measureStreams(target, load))
  reportAdded('one chat at a time', alone)
  reportAdded('64 streams at once', together)
  const ratio = spreadOf(together.ratios)
  const share = `${ratio.median.toFixed(2)} of Ollama's own tokens/s, ${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)} (at least ${wanted.streamSpeed})`
  report('64 streams of 100 tokens/s', share, ratio.median >= wanted.streamSpeed)
  if (before === null) return
  // Collected when there is time for it: until then it is held and not used.
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const kept = ((await residentBytes(dashboard.pid)) ?? before) - before
  const megabytes = `${(kept / 1e6).toFixed(1)} MB more than before (at most ${wanted.keptMegabytes})`
  report('memory after the streams', megabytes, kept / 1e6 <= wanted.keptMegabytes)
}

type Measure = (target: StreamTarget) => Promise<StreamFigures>
type Turn = (typeof turns)[number]
type Comparison = Awaited<ReturnType<typeof compareStreams>>

/** They take turns, so that a machine that gets slower meanwhile slows all of them. */
async function compareStreams(targets: Readonly<Record<Turn, StreamTarget>>, measure: Measure) {
  const ratios: number[] = []
  const addedMs: number[] = []
  const addedByBareMs: number[] = []
  for (let run = 0; run < streamRuns; run += 1) {
    const figures = {} as Record<Turn, StreamFigures>
    for (const turn of run % 2 === 0 ? turns : turns.toReversed()) figures[turn] = await measure(targets[turn])
    const { direct, bare, through } = figures
    ratios.push(through.tokensPerSecond / direct.tokensPerSecond)
    addedMs.push(through.medianFirstMs - direct.medianFirstMs)
    addedByBareMs.push(bare.medianFirstMs - direct.medianFirstMs)
  }
  return { ratios, addedMs, addedByBareMs }
}

/** Beside what a bare Fastify proxy adds: on a slow or busy machine that alone may be more than is wanted. */
function reportAdded(name: string, { addedMs, addedByBareMs }: Pick<Comparison, 'addedMs' | 'addedByBareMs'>) {
  const { median, min, max } = spreadOf(addedMs)
  const spread = `${min.toFixed(1)} to ${max.toFixed(1)}; a bare proxy adds ${spreadOf(addedByBareMs).median.toFixed(1)}`
  const value = `${median.toFixed(1)} ms more to the first word, ${spread} (at most ${wanted.addedFirstMs})`
  report(`${name}, median of ${addedMs.length} runs`, value, median <= wanted.addedFirstMs)
}

function fileWith(body: string): string {
  const file = join(folder, 'body.json')
  writeFileSync(file, body)
  return file
}

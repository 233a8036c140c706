// Whether a real Prometheus with the shipped configuration reads the metrics of the built dashboard, evaluates the rules that are
// shipped for it and answers the panels of Grafana; and whether these fire once however many replicas there are.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { freePort } from '../../core/test/free-port.ts'
import { benchKey, type Server, startDashboard } from '../bench/processes.ts'
import { lacksPrograms } from './lacks-programs.ts'
import { panelQueries } from './prometheus/panel-queries.ts'
import { ofParts, told, type Verdict } from './verdict.ts'

const shipped = resolve(import.meta.dirname, '../../../docker/prometheus')
const tests = resolve(import.meta.dirname, 'prometheus')
const token = 'token-of-the-proof-of-metrics'
const limitMs = 60_000

export async function worksWithPrometheus(): Promise<Verdict> {
  if (lacksPrograms('prometheus', ['promtool', 'prometheus'])) return 'skipped'
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-prove-'))
  try {
    await using simulator = await startSimulator({ scenario: 'home', speed: 1000 })
    await using dashboard = await startDashboard(simulator.url, { METRICS_TOKEN: token, LOG_LEVEL: 'silent' })
    await chat(dashboard)
    const scrape = await fetch(`${dashboard.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    const text = await scrape.text()
    const config = configFor(dashboard, folder)
    return ofParts([
      told('promtool check metrics', promtool(['check', 'metrics'], text)),
      // Checks the rules that it names as well.
      told('promtool check config', promtool(['check', 'config', config])),
      told('promtool test rules', promtool(['test', 'rules', join(folder, 'replicas.yml')])),
      told('Prometheus scrapes and evaluates', await problemsOfPrometheus(folder, config)),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The shipped configuration with its rules and their tests, for a dashboard and a token that are elsewhere; and its path. */
function configFor(dashboard: Server, folder: string): string {
  cpSync(shipped, folder, { recursive: true })
  cpSync(tests, folder, { recursive: true })
  const config = join(folder, 'prometheus.yml')
  const tokenFile = join(folder, 'metrics-token')
  writeFileSync(tokenFile, token)
  let text = readFileSync(config, 'utf8')
  for (const [there, here] of [
    ['/etc/prometheus/metrics-token', tokenFile],
    ['ollama-dashboard:5000', new URL(dashboard.url).host],
    [/_interval: \d+s/g, '_interval: 1s'],
  ] as const) {
    const changed = text.replaceAll(there, here)
    if (changed === text) throw new Error(`prometheus.yml does not have ${there}.`)
    text = changed
  }
  writeFileSync(config, text)
  return config
}

/** So that the metrics of replies have figures. */
async function chat({ url }: Server): Promise<void> {
  const answer = await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'llama3.2:3b', prompt: 'Write 5 words', stream: false }),
  })
  if (!answer.ok) throw new Error(`A chat was answered with ${answer.status}: ${await answer.text()}`)
  await answer.body?.cancel()
}

/** It also fails where it only has advice. */
function promtool(args: readonly string[], input = ''): readonly string[] {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8', timeout: limitMs })
  return status === 0 ? [] : [`${stdout}${stderr}`.trim()]
}

/** Starts a Prometheus until it has scraped the dashboard and evaluated each rule; what it objects to. */
async function problemsOfPrometheus(folder: string, config: string): Promise<readonly string[]> {
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const ended = once(child, 'exit')
  try {
    return await problemsAt(`http://${address}`)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

interface Target {
  readonly health: 'up' | 'down' | 'unknown'
  readonly lastError: string
}

interface Rule {
  readonly name: string
  readonly health: 'ok' | 'err' | 'unknown'
  readonly lastError?: string
}

async function problemsAt(url: string): Promise<readonly string[]> {
  const until = performance.now() + limitMs
  for (;;) {
    const found = await ask<{ activeTargets: Target[] }>(`${url}/api/v1/targets?state=active`)
    const evaluated = await ask<{ groups: { rules: Rule[] }[] }>(`${url}/api/v1/rules`)
    const targets = found?.activeTargets ?? []
    const all = evaluated?.groups.flatMap((group) => group.rules) ?? []
    const objections = [
      ...targets.filter(({ health }) => health === 'down').map(({ lastError }) => `scrape: ${lastError}`),
      ...all.filter(({ health }) => health === 'err').map(({ name, lastError }) => `${name}: ${lastError}`),
    ]
    if (objections.length > 0) return objections
    const isDone =
      targets.length > 0 && all.length > 0 && [...targets, ...all].every(({ health }) => health !== 'unknown')
    if (isDone) {
      console.log(`  ${all.length} rules were evaluated`)
      return problemsOfPanels(url)
    }
    if (performance.now() > until) return ['It did not scrape and evaluate everything in time.']
    await sleep(500)
  }
}

async function problemsOfPanels(url: string): Promise<readonly string[]> {
  const queries = panelQueries()
  const answers = await Promise.all(
    queries.map((query) => ask<object>(`${url}/api/v1/query?${new URLSearchParams({ query })}`)),
  )
  console.log(`  ${queries.length} queries of panels were asked`)
  return queries.filter((_, index) => answers[index] === null).map((query) => `is not answered: ${query}`)
}

/** Null while it does not answer, or refuses. */
async function ask<T>(url: string): Promise<T | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
    return answer.ok ? ((await answer.json()) as { data: T }).data : null
  } catch {
    return null
  }
}

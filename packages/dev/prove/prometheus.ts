// Whether a real Prometheus reads the metrics of the built dashboard, and evaluates the rules that are shipped for it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { benchKey, type Server, startDashboard } from '../bench/processes.ts'
import { lacksPrograms } from './lacks-programs.ts'
import { ofParts, told, type Verdict } from './verdict.ts'

const rules = resolve(import.meta.dirname, '../../../docker/prometheus/rules')
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
    const files = readdirSync(rules).map((name) => join(rules, name))
    return ofParts([
      told('promtool check metrics', promtool(['check', 'metrics'], text)),
      told('promtool check rules', promtool(['check', 'rules', ...files])),
      told('Prometheus scrapes and evaluates', await problemsOfPrometheus(folder, dashboard)),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
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
async function problemsOfPrometheus(folder: string, dashboard: Server): Promise<readonly string[]> {
  cpSync(rules, join(folder, 'rules'), { recursive: true })
  const config = join(folder, 'prometheus.yml')
  writeFileSync(join(folder, 'token'), token)
  writeFileSync(
    config,
    `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["rules/*.yml"]
scrape_configs:
  - job_name: ollama-dashboard
    authorization: { type: Bearer, credentials_file: token }
    static_configs: [{ targets: ["${new URL(dashboard.url).host}"] }]
`,
  )
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
      return []
    }
    if (performance.now() > until) return ['It did not scrape and evaluate everything in time.']
    await sleep(500)
  }
}

/** Null while it does not answer. */
async function ask<T>(url: string): Promise<T | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
    return answer.ok ? ((await answer.json()) as { data: T }).data : null
  } catch {
    return null
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error('No port was free.')
  return bound.port
}

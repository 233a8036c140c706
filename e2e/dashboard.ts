import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const program = resolve(import.meta.dirname, '../apps/api/dist/main.js')
const readyLimitMs = 120_000

export interface Dashboard extends AsyncDisposable {
  readonly url: string
  readonly process: ChildProcess
  /** Where it keeps its files. */
  readonly dataDir: string
  /** All that it printed so far. */
  printed(): string
  /** Ends it by that signal, and starts it again at the same address with what it kept. */
  restart(signal: NodeJS.Signals): Promise<void>
}

/** Starts the built dashboard as a process of its own on a free port; ends it, and removes what it kept, when disposed. */
export async function startDashboard(env: Record<string, string>): Promise<Dashboard> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ollama-dashboard-e2e-'))
  const lines: string[] = []
  const own = {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MODEL_OPERATIONS: '1000/60s',
  }
  let { child, url } = await spawnDashboard(dataDir, { ...own, ...env }, lines)
  return {
    url,
    dataDir,
    get process() {
      return child
    },
    printed: () => lines.join('\n'),
    async restart(signal) {
      await end(child, signal)
      ;({ child, url } = await spawnDashboard(dataDir, { ...own, ...env, PORT: new URL(url).port }, lines))
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Resolves when it is ready. */
async function spawnDashboard(cwd: string, env: Record<string, string>, lines: string[]) {
  const { OLLAMA_HOST: _, ...inherited } = process.env
  const child = spawn(process.execPath, [program], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await new Promise<string>((found, failed) => {
    const tell = (what: string) => failed(new Error(`The dashboard ${what}:\n${lines.join('\n')}`))
    const timer = setTimeout(() => tell('was not ready in time'), readyLimitMs)
    child.once('exit', (code) => tell(`ended with ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const address = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(line)?.[0]
        if (!address || !/ready|running|dashboard/i.test(line)) return
        clearTimeout(timer)
        found(address)
      })
    }
  })
  return { child, url }
}

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
  /** All that it printed so far. */
  printed(): string
}

/** Starts the built dashboard as a process of its own on a free port; ends it, and removes what it kept, when disposed. */
export async function startDashboard(env: Record<string, string>): Promise<Dashboard> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ollama-dashboard-e2e-'))
  const own = {
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MODEL_OPERATIONS: '1000/60s',
  }
  const { OLLAMA_HOST: _, ...inherited } = process.env
  const child = spawn(process.execPath, [program], {
    cwd: dataDir,
    env: { ...inherited, ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
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
  return {
    url,
    process: child,
    printed: () => lines.join('\n'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
      }
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

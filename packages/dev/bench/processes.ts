import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeEnv, nodeFlags } from '../package/node-flags.mjs'

const root = resolve(import.meta.dirname, '../../..')
const readyLimitMs = 30_000

export interface Server extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** From the start of the process to the first answer of 200. */
  readonly startMs: number
  /** Asks it to end, as a service manager does. Resolves with its exit code, null after a signal, and how long it took. */
  end(): Promise<{ readonly code: number | null; readonly ms: number }>
}

/** Starts a program that prints its address, and asks it until it answers. */
async function startServer(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  path: string,
  workspace = root,
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-bench-'))
  // A file takes the log, as in production: a pipe would have the load generator read it.
  const logFile = join(folder, 'log')
  const log = openSync(logFile, 'w')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, join(workspace, script), ...args], {
    cwd: folder,
    env: { ...nodeEnv, ...process.env, ...env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const url = await addressOf(child, logFile)
  const response = await fetch(url + path, { signal: AbortSignal.timeout(readyLimitMs) })
  if (response.status !== 200) throw new Error(`${script} answered ${response.status}.`)
  await response.body?.cancel()
  const exited = once(child, 'exit')
  const end = async () => {
    const askedAt = performance.now()
    child.kill('SIGTERM')
    await exited
    return { code: child.exitCode, ms: performance.now() - askedAt }
  }
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    end,
    async [Symbol.asyncDispose]() {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function addressOf(child: ChildProcess, logFile: string): Promise<string> {
  const until = performance.now() + readyLimitMs
  while (performance.now() < until) {
    const log = await readFile(logFile, 'utf8')
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${log}`)
    const address = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1]
    if (address) return address
    await sleep(2)
  }
  throw new Error('The server was not ready in time.')
}

export const benchKey = 'bench-key'

/** The built dashboard with everything on: keys, metrics, a log line for each request. Another workspace has another version. */
export const startDashboard = (
  ollamaUrl: string,
  env: Record<string, string> = {},
  workspace?: string,
): Promise<Server> =>
  startServer(
    'apps/api/dist/main.js',
    [],
    {
      OLLAMA_HOST: ollamaUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      API_KEY_OPERATOR: benchKey,
      LOG_LEVEL: 'info',
      NODE_ENV: 'production',
      ...env,
    },
    '/health',
    workspace,
  )

/** A Fastify server with one route that sends the given bytes. */
export const startBare = (file: string): Promise<Server> => startServer('packages/dev/bench/bare.ts', [file], {}, '/')

/** A simulated Ollama that makes 100 tokens a second, for 64 chats at once. */
export const startOllama = (): Promise<Server> => startServer('packages/dev/bench/ollama.ts', [], {}, '/')

/** A Fastify server that hands chats on to Ollama and does nothing else. */
export const startBareProxy = (ollamaUrl: string): Promise<Server> =>
  startServer('packages/dev/bench/bare-proxy.ts', [ollamaUrl], {}, '/')

/** Resident memory in bytes; null where the system does not tell it this way. */
export async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes ? Number(kilobytes) * 1024 : null
}

/** Processor time that a process has taken so far, in milliseconds; null where the system does not tell it this way. */
export async function processorMs(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // Its name, which may hold spaces, ends with the last bracket. Linux counts in hundredths of a second.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return user === undefined || system === undefined ? null : (user + system) * 10
}

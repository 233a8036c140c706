// A dashboard in a process of its own, whose /ping is asked every 20 ms by another one, to see for how long others wait.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const key = 'key-of-the-proof'
/** Longer than any answer should take; on a server that is stuck, the proof goes on with the next. */
const answerLimitMs = 60_000

export interface Watched {
  readonly name: string
  readonly waitMs: number
  /** For how long the dashboard's main thread was held at most, in processor time: what is left on a quiet machine. */
  readonly holdMs: number
  readonly status: number | null
}

export interface WatchedDashboard extends AsyncDisposable {
  /** The status of an answer; null where none came. */
  send(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<number | null>
  /** Does something, and notes how long others waited meanwhile and for a moment after. */
  watch(name: string, act: () => Promise<number | null>): Promise<Watched>
}

export async function startWatched(program: string, ollamaUrl: string): Promise<WatchedDashboard> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ollama-dashboard-proof-'))
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'longest-hold.ts'), program], {
    cwd: dataDir,
    env: {
      ...process.env,
      OLLAMA_HOST: ollamaUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      API_KEY_ADMIN: key,
      LOG_LEVEL: 'silent',
      RATE_LIMIT_MODEL_OPERATIONS: '1000000/1s',
      RATE_LIMIT_MODEL_PULL: '1000000/1s',
      RATE_LIMIT_BACKGROUND_UPDATES: '1000000/1s',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const url = await addressOf(child)
  const { port } = new URL(url)
  const pinger = spawn(process.execPath, [join(import.meta.dirname, 'ping.ts'), `${url}/ping`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waits = createInterface({ input: pinger.stdout })

  return {
    send: (method, path, body, headers = {}) =>
      new Promise((resolve) => {
        const call = request({ port, method, path, agent: false, signal: AbortSignal.timeout(answerLimitMs) })
        call.setHeader('authorization', `Bearer ${key}`)
        for (const [name, value] of Object.entries(headers)) call.setHeader(name, value)
        call.on('response', (response) => response.resume().on('close', () => resolve(response.statusCode ?? null)))
        call.on('error', () => resolve(null))
        if (body !== undefined) {
          call.setHeader('content-type', 'application/json').setHeader('content-length', Buffer.byteLength(body))
        }
        call.end(body)
      }),

    async watch(name, act) {
      const status = await act()
      await new Promise((resolve) => setTimeout(resolve, 30))
      pinger.stdin.write('\n')
      child.send('tell')
      const [[line], [holdMs]] = await Promise.all([once(waits, 'line'), once(child, 'message')])
      return { name, status, waitMs: Number(line), holdMs: Number(holdMs) }
    },

    async [Symbol.asyncDispose]() {
      pinger.kill()
      child.kill('SIGKILL')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('Its output is piped.')
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
    if (address) return address
  }
  throw new Error('The dashboard did not start.')
}

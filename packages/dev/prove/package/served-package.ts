import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const limitMs = 60_000

/** What anybody may ask who has nothing but the package, and what is in the answer. */
const asked = [
  { path: '/', holds: '<!doctype html>' },
  { path: '/api/docs/json', holds: '"openapi"' },
  { path: '/api/docs/static/swagger-ui.css', holds: '.swagger-ui' },
  { path: '/health', holds: '"status"' },
] as const

/**
 * Starts the dashboard by a command in a folder, asks it for page and API, and ends it by SIGTERM: the command, which passes that
 * on, or the whole group of processes. Resolves with what went wrong, a sentence each.
 */
export async function problemsOf(
  command: string,
  args: readonly string[],
  { folder, told }: { readonly folder: string; readonly told: 'command' | 'group' },
): Promise<readonly string[]> {
  const child = spawn(command, args, {
    cwd: folder,
    // No Ollama listens there. Without the word for production it would start the demo.
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      OLLAMA_HOST: '127.0.0.1:9',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  })
  const givenUp = setTimeout(() => signalGroup(child, 'SIGKILL'), limitMs)
  try {
    const url = await addressOf(child)
    if (url === null) return [`It ended with ${child.exitCode} before it was ready.`]
    const problems = (await Promise.all(asked.map((one) => problemAt(url + one.path, one.holds)))).flat()
    if (told === 'command') child.kill('SIGTERM')
    else signalGroup(child, 'SIGTERM')
    // Its output is closed once nothing of it is left.
    await once(child, 'close', { signal: AbortSignal.timeout(limitMs) })
    // In a group, the command itself need not wait for the others.
    const isInOrder = told === 'group' || child.exitCode === 0
    return isInOrder ? problems : [...problems, `It ended with ${child.exitCode ?? child.signalCode}.`]
  } finally {
    clearTimeout(givenUp)
    signalGroup(child, 'SIGKILL')
  }
}

/** To the command and what it started in its group, if there is anything left of it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function addressOf(child: ChildProcess): Promise<string | null> {
  if (!child.stdout) throw new Error('Its output is piped.')
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const address = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
      if (address) resolve(address)
    })
    lines.on('close', () => resolve(null))
  })
}

async function problemAt(url: string, holds: string): Promise<readonly string[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(limitMs) })
  const text = await response.text()
  if (response.ok && text.includes(holds)) return []
  return [`${url} was answered with ${response.status}: ${text.slice(0, 200)}`]
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const program = join(import.meta.dirname, 'fixtures', 'run.ts')

/** Nothing listens there: no test depends on what the machine runs. */
const noOllama = { OLLAMA_HOST: '127.0.0.1:1' }

/** The program with exactly this environment; it ends with the test. */
export async function startProgram(env: Record<string, string | undefined>, { cwd }: { readonly cwd?: string } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  const child = spawn(process.execPath, [program], {
    env: { PORT: '0', DATA_DIR: dataDir, ...noOllama, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    printed.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    printed.err += chunk
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(dataDir, { recursive: true })
  })
  return { child, printed, ended, dataDir, address: () => readyAddress(child, printed) }
}

async function readyAddress({ stdout }: ChildProcess, printed: { out: string; err: string }): Promise<string> {
  for (;;) {
    const address = /is ready at (\S+)\n/.exec(printed.out)?.[1]
    if (address) return address
    if (!stdout || stdout.readableEnded) throw new Error(`It ended before it was ready: ${printed.err}`)
    await Promise.race([once(stdout, 'data'), once(stdout, 'end')])
  }
}

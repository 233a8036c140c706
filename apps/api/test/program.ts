import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'

/** The dashboard, and the web application that it serves in place of the built one. */
export const program = join(inject('programs'), 'run.js')
export const webRoot = { TEST_WEB_ROOT: join(import.meta.dirname, 'fixtures', 'web') }

/** The same without a bundle, for who looks at the modules that it loads. */
export const sources = join(import.meta.dirname, 'fixtures', 'run.ts')

/** The command line. */
export const commandLine = join(inject('programs'), 'main.js')

/** Nothing listens there: no test depends on what the machine runs. */
const noOllama = { OLLAMA_HOST: '127.0.0.1:1' }

/** The program with exactly this environment; it ends with the test. */
export async function startProgram(
  env: Record<string, string | undefined>,
  { cwd, file = program }: { readonly cwd?: string; readonly file?: string } = {},
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  const child = spawn(process.execPath, [file], {
    env: { PORT: '0', DATA_DIR: dataDir, ...webRoot, ...noOllama, ...env },
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

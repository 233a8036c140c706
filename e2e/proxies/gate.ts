import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

/** A proxy in front of a dashboard at the path /dash, with a sign-in of its own. */
export interface Gate extends AsyncDisposable {
  /** With the path. */
  readonly url: string
}

export interface GateOptions {
  readonly dashboard: string
  /** Whether it takes the path away, or leaves it. */
  readonly strips: boolean
  /** For its files. */
  readonly folder: string
}

export const proxyUser = { username: 'ann', password: 'password-of-the-proxy' }

const startLimitMs = 60_000

/** Starts a program that serves a port, and waits until it does. Ends it by its own id. */
export async function startServer(
  program: string,
  args: readonly string[],
  port: number,
  env: Record<string, string> = {},
) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const limit = AbortSignal.timeout(startLimitMs)
  while (!(await isOpen(port))) {
    if (limit.aborted || child.exitCode !== null) throw new Error(`${program} did not start:\n${printed}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { [Symbol.asyncDispose]: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

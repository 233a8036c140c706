import { readConfig } from '../config/config.ts'
import type { Env } from '../config/reader.ts'
import { exitOf } from './exit.ts'
import { start } from './start.ts'

export interface RunOptions {
  readonly env: Env
  readonly version: string
  readonly webRoot: string
}

/** Runs the dashboard as this process until a signal ends it. */
export async function run({ env, version, webRoot }: RunOptions): Promise<void> {
  try {
    const config = readConfig(env)
    const isTerminal = process.stderr.isTTY === true
    const server = await start({ config, version, webRoot, isTerminal, tell: (line) => console.log(line) })
    closeOnSignal(server)
  } catch (error) {
    const { code, message } = exitOf(error)
    console.error(message)
    process.exit(code)
  }
}

/** The first signal lets answers finish; a second one does not wait for them. */
function closeOnSignal(server: AsyncDisposable): void {
  let closing = false
  const close = async (_signal: NodeJS.Signals, number: number) => {
    if (closing) process.exit(128 + number)
    closing = true
    await server[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import manifest from '../package.json' with { type: 'json' }
import { ConfigError } from './config/reader.ts'
import { readConfig } from './config.ts'
import { WebBuildMissing } from './plugins/spa.ts'
import { start } from './start.ts'

/** What a process tells whoever started it, in the numbers of sysexits.h. */
const exitCodes = { failed: 1, webBuildMissing: 66, portTaken: 69, notPermitted: 77, badConfig: 78 } as const

try {
  const server = await start({
    config: readConfig({ ...dotEnv(), ...process.env }),
    version: manifest.version,
    // The same from src/ and from dist/.
    webRoot: join(import.meta.dirname, '..', '..', 'web', 'dist'),
    isTerminal: process.stderr.isTTY === true,
    tell: (line) => console.log(line),
  })
  closeOnSignal(server)
} catch (error) {
  const [code, message] = explain(error)
  console.error(message)
  process.exit(code)
}

function dotEnv(): NodeJS.Dict<string> {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
}

/** The first signal lets answers finish; a second one does not wait for them. */
function closeOnSignal(server: AsyncDisposable) {
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

function explain(error: unknown): [number, unknown] {
  if (error instanceof ConfigError) return [exitCodes.badConfig, error.message]
  if (error instanceof WebBuildMissing) return [exitCodes.webBuildMissing, error.message]
  const { code, port, address } = error as { code?: string; port?: number; address?: string }
  if (code === 'EADDRINUSE') {
    return [exitCodes.portTaken, `Port ${port} on ${address} is taken. Stop what uses it, or set PORT to another one.`]
  }
  if (code === 'EACCES' && port !== undefined) {
    return [exitCodes.notPermitted, `Port ${port} may not be used by this user. Set PORT to one above 1023.`]
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return [exitCodes.badConfig, 'HOST is not an address of this machine.']
  }
  return [exitCodes.failed, error]
}

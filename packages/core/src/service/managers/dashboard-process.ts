import { isLoopback, parseOllamaHost } from '../../ollama/ollama-address.ts'
import { type FindManaged, type Managed, NotPermitted } from '../managed.ts'
import type { ServiceHost, Spawned, Variables } from '../service-host.ts'
import { ollamaProgram } from './ollama-program.ts'
import type { OwnProcesses } from './own-process.ts'
import { servedPort } from './served-port.ts'

export const serveCommands = { start: 'ollama serve', stop: 'Ctrl+C in its terminal', restart: 'ollama serve' } as const

/** An `ollama serve` as a child of the dashboard: the one that it started, or that it could start. */
export function dashboardProcess(host: ServiceHost, processes: OwnProcesses, configured: string | null): FindManaged {
  return async ({ url }) => {
    const port = servedPort(url)
    const own = processes.of(port)
    const program = await ollamaProgram(host, configured)
    const refusal = whyNot(program, configured)
    if (!own && !mayServe(url)) return null
    const isRunning = own?.ending === null
    return {
      manager: own || refusal === null ? 'process' : 'none',
      isRunning,
      pid: isRunning ? own.pid : null,
      uptimeSeconds: isRunning ? Math.round((host.clock.elapsed() - own.startedAt) / 1000) : null,
      evidence: evidenceOf(own, program),
      refusal,
      commands: serveCommands,
      async start() {
        if (refusal !== null || program === null) throw new NotPermitted(refusal ?? '')
        await processes.start(port, serve(program, url, host.environment))
      },
      stop: () => processes.stop(port),
      ...(own && { log: { kind: 'output', name: 'ollama serve', command: 'ollama serve', read: own.output.read } }),
    } satisfies Managed
  }
}

/** It listens without TLS, and only an address of this machine is its own for sure. */
const mayServe = (url: URL): boolean => url.protocol === 'http:' && url.pathname === '/' && isLoopback(url)

function whyNot(program: string | null, configured: string | null): string | null {
  if (program !== null) return null
  return configured === null
    ? 'No ollama program was found. Install Ollama, or set OLLAMA_BINARY to the program.'
    : 'OLLAMA_BINARY is not a program that this user can run.'
}

function evidenceOf(own: ReturnType<OwnProcesses['of']>, program: string | null): string {
  if (own?.ending === null) return 'The dashboard started it, and it ends with the dashboard.'
  if (own) return `The dashboard started it, and it ended ${own.ending}.`
  if (program === null) return 'Nothing runs it.'
  return 'Nothing runs it. The dashboard can start "ollama serve", which then ends with the dashboard.'
}

/** It listens where the dashboard looks for it: on every interface, where `OLLAMA_HOST` says so. */
export function serve(program: string, url: URL, environment: Variables): Spawned {
  const given = environment['OLLAMA_HOST']
  const isSame = given !== undefined && addressOf(given) === url.origin
  return { program, args: ['serve'], env: { ...environment, OLLAMA_HOST: isSame ? given : url.host } }
}

function addressOf(text: string): string | null {
  try {
    return parseOllamaHost(text).origin
  } catch {
    return null
  }
}

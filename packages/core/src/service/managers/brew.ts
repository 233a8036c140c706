import { isAbsolute } from 'node:path'
import { logFile } from '../log/log-file.ts'
import type { FindManaged, ServiceAction } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'
import { ask, command } from './manager-command.ts'
import { isUsualPort } from './served-port.ts'

/** A dashboard that is a service itself may have a PATH without Homebrew. */
const places = ['/opt/homebrew/bin/brew', '/usr/local/bin/brew', '/home/linuxbrew/.linuxbrew/bin/brew']

/** As `brew services info --json` prints it. Source: Library/Homebrew/services/formula_wrapper.rb. */
interface BrewService {
  readonly name?: unknown
  readonly running?: unknown
  readonly pid?: unknown
  readonly status?: unknown
  readonly user?: unknown
  readonly log_path?: unknown
  readonly error_log_path?: unknown
}

/** Ollama as a service of Homebrew, of this user. */
export function brew(host: ServiceHost): FindManaged {
  return async ({ url }, signal) => {
    if (!isUsualPort(url)) return null
    const program = await firstExecutable(host)
    if (program === null) return null
    const service = serviceIn(await ask(host, program, ['services', 'info', 'ollama', '--json'], signal))
    // Installed, and never made a service.
    if (!service || service.status === 'none') return null
    const act = (verb: ServiceAction) => (until: AbortSignal) =>
      command(host, program, ['services', verb, 'ollama'], until)
    const typed = (verb: ServiceAction) => `brew services ${verb} ollama`
    const path = [service.error_log_path, service.log_path].find((one) => typeof one === 'string' && isAbsolute(one))
    return {
      manager: 'brew',
      isRunning: service.running === true,
      pid: typeof service.pid === 'number' ? service.pid : null,
      uptimeSeconds: null,
      evidence: 'Homebrew runs it as the service "ollama".',
      refusal: service.user === 'root' && host.userId !== 0 ? 'The service belongs to root.' : null,
      commands: { start: typed('start'), stop: typed('stop'), restart: typed('restart') },
      start: act('start'),
      stop: act('stop'),
      restart: act('restart'),
      ...(typeof path === 'string' && { log: logFile(path, `tail -n 200 ${path}`, host.clock) }),
    }
  }
}

async function firstExecutable({ isExecutable }: ServiceHost): Promise<string | null> {
  for (const place of places) if (await isExecutable(place)) return place
  return null
}

function serviceIn(json: string | null): BrewService | null {
  try {
    const all: unknown = JSON.parse(json ?? 'null')
    return Array.isArray(all) ? (all.find((one: BrewService | null) => one?.name === 'ollama') ?? null) : null
  } catch {
    return null
  }
}

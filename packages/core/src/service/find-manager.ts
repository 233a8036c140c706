import type { FindManaged, Managed } from './managed.ts'
import { brew } from './managers/brew.ts'
import { dashboardProcess } from './managers/dashboard-process.ts'
import { docker } from './managers/docker.ts'
import type { DockerApi } from './managers/docker-api.ts'
import { launchd } from './managers/launchd.ts'
import { linuxProcess } from './managers/linux-process.ts'
import { macApp } from './managers/mac-app.ts'
import type { OwnProcesses } from './managers/own-process.ts'
import { servedPort } from './managers/served-port.ts'
import { systemd } from './managers/systemd.ts'
import { windowsApp } from './managers/windows-app.ts'
import { windowsService } from './managers/windows-service.ts'
import type { ServiceHost } from './service-host.ts'

export interface ManagersOptions {
  readonly host: ServiceHost
  readonly processes: OwnProcesses
  readonly dockerApi: DockerApi
  /** The `ollama` program to start; looked for when null. */
  readonly program: string | null
}

/** What keeps a server running, or else the first that could start it; null where there is neither. */
export type FindManager = (
  server: { readonly url: URL },
  isAnswering: boolean,
  signal: AbortSignal,
) => Promise<Managed | null>

/** Asks each manager of this platform in turn, until one says that it runs the server. */
export function createFindManager({ host, processes, dockerApi, program }: ManagersOptions): FindManager {
  const own = dashboardProcess(host, processes, program)
  const container = docker(dockerApi, host.clock)
  const probes: Partial<Readonly<Record<NodeJS.Platform, readonly FindManaged[]>>> = {
    linux: [systemd(host, 'system'), systemd(host, 'user'), container, linuxProcess(host, processes)],
    darwin: [brew(host), launchd(host), macApp(host), container],
    win32: [windowsService(host), windowsApp(host), container],
  }
  return async (server, isAnswering, signal) => {
    let first: Managed | null = null
    const started = processes.of(servedPort(server.url))
    const order = started ? [own, ...(probes[host.platform] ?? [])] : [...(probes[host.platform] ?? []), own]
    for (const find of order) {
      const found = await find(server, signal)
      if (found?.isRunning) return found
      first ??= found
    }
    // What answers is run by something else than a manager that says it does not run.
    return isAnswering ? null : first
  }
}

import type { ServiceChanging, ServiceStatus } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLocal } from '../instances/location.ts'
import type { DashboardError } from '../kernel/errors.ts'
import { isRefused } from '../ollama/errors/connection-errors.ts'
import { displayAddress, isLoopback } from '../ollama/ollama-address.ts'
import type { FindManager } from './find-manager.ts'
import type { Managed } from './managed.ts'

/** `off`: nothing is started or stopped. `on`: a unit of systemd may be, though its policy in general says no. */
export type ServiceControl = 'auto' | 'on' | 'off'

/** How a server stands, and who keeps it running; `managed` is null where nobody is known to. */
export interface Standing {
  readonly instance: Instance
  readonly error: DashboardError | null
  readonly managed: Managed | null
  /** Why the dashboard cannot control it; null where it can. */
  readonly refusal: string | null
}

/**
 * Whether it runs is what its API says at this moment; a manager is looked for only where the server is on this machine.
 */
export async function lookAt(
  instance: Instance,
  signal: AbortSignal,
  { find, control }: { readonly find: FindManager; readonly control: ServiceControl },
): Promise<Standing> {
  const { error } = await instance.loaded.refresh()
  const isHere = isLocal(instance) && !instance.demo
  const managed = isHere ? await find(instance, error === null, signal) : null
  return { instance, error, managed, refusal: refusalOf(instance, managed, control) }
}

export function statusOf(
  { instance, error, managed, refusal }: Standing,
  changing: ServiceChanging | null,
): ServiceStatus {
  const reachable = error === null
  const reason = [
    managed?.evidence,
    refusal,
    refusal && managed && `Run: ${managed.commands[reachable ? 'restart' : 'start']}`,
  ]
  return {
    running: reachable,
    // Something that answers badly, or a host that cannot be reached, does not show that Ollama is stopped.
    status: reachable ? 'running' : isRefused(error) ? 'stopped' : 'unreachable',
    reachable,
    version: reachable ? instance.version.current().value : null,
    url: displayAddress(instance.url),
    local: isLocal(instance),
    manager: managed?.manager ?? 'none',
    can_control: refusal === null,
    changing,
    reason: reason.filter(Boolean).join(' '),
    ...(managed?.pid && { pid: managed.pid }),
    ...(managed?.uptimeSeconds != null && { uptime_seconds: managed.uptimeSeconds }),
  }
}

function refusalOf(instance: Instance, managed: Managed | null, control: ServiceControl): string | null {
  if (instance.demo) return 'This is a simulated server.'
  if (!isLocal(instance)) {
    if (isLoopback(instance.url) && instance.isElsewhere())
      return 'The server uses more GPU memory than this host has, so it probably runs on another machine. If it runs here, set OLLAMA_LOCATION=local.'
    return 'The server runs on another machine; control it there.'
  }
  if (control === 'off') return 'SERVICE_CONTROL=off: the dashboard starts and stops no Ollama.'
  if (!managed) return 'Nothing that the dashboard knows runs this server.'
  // The policy of a system may allow this one unit, which cannot be asked.
  return control === 'on' && managed.manager === 'systemd' ? null : managed.refusal
}

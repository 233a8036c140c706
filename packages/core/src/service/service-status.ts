import type { ServiceStatus } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { isLocal } from '../instances/location.ts'
import { isRefused } from '../ollama/errors/connection-errors.ts'
import { displayAddress, isLoopback } from '../ollama/ollama-address.ts'
import { findManager, type Managed } from './service-manager.ts'

/**
 * How the Ollama server stands as a service. Whether it runs is what its API says at this moment; a manager is looked
 * for only where the server is on this machine.
 */
export async function serviceStatus(
  instance: Instance,
  signal: AbortSignal,
  find: (signal: AbortSignal) => Promise<Managed> = findManager,
): Promise<ServiceStatus> {
  const local = isLocal(instance)
  const [{ error }, managed] = await Promise.all([
    instance.loaded.refresh(),
    local && !instance.demo ? find(signal) : Promise.resolve(null),
  ])
  const reachable = error === null
  return {
    running: reachable,
    // Something that answers badly, or a host that cannot be reached, does not show that Ollama is stopped.
    status: reachable ? 'running' : isRefused(error) ? 'stopped' : 'unreachable',
    reachable,
    version: reachable ? instance.version.current().value : null,
    url: displayAddress(instance.url),
    local,
    manager: managed?.manager ?? 'none',
    can_control: false,
    reason: reasonOf(instance, managed),
    ...(managed?.pid && { pid: managed.pid }),
    ...(managed?.uptimeSeconds != null && { uptime_seconds: managed.uptimeSeconds }),
  }
}

function reasonOf(instance: Instance, managed: Managed | null): string {
  if (instance.demo) return 'This is a simulated server.'
  if (!managed && isLoopback(instance.url) && instance.isElsewhere()) {
    return 'The server uses more GPU memory than this host has, so it probably runs on another machine. If it runs here, set OLLAMA_LOCATION=local.'
  }
  if (!managed) return 'The server runs on another machine; control it there.'
  return `The dashboard does not control this server. Run: ${managed.command}`
}

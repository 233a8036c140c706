import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { OllamaAccess } from '../ollama/ollama-access.ts'
import { createOllama } from '../ollama/ollama-client.ts'
import { createInstance, type DemoReason, type Instance, type InstanceOptions } from './instance.ts'
import { createLeftOut } from './left-out.ts'
import type { Location } from './location.ts'

export interface InstanceAddress {
  readonly name: string
  /** Without name and password: they are part of `access`. */
  readonly url: URL
  /** Where it runs; as its address says when absent. */
  readonly location?: Location
  readonly access?: OllamaAccess
}

export interface ConnectOptions
  extends Required<Pick<InstanceOptions, 'maxOnGpus' | 'onLoaded' | 'onAttempt'>>,
    Pick<InstanceOptions, 'shared' | 'watchedMs'> {
  readonly firstByteTimeoutMs?: number
  readonly idleTimeoutMs?: number | null
  readonly clock: Clock
  readonly events: EventBus
  readonly background: Pick<Background, 'failed'>
  readonly report?: (error: unknown) => void
}

/** Returns what begins to watch a server at an address, or a simulated one for a reason. */
export function connectInstance(options: ConnectOptions) {
  const {
    firstByteTimeoutMs,
    idleTimeoutMs,
    clock,
    events,
    background,
    maxOnGpus,
    onLoaded,
    onAttempt,
    report,
    shared,
    watchedMs,
  } = options
  return ({ name, url, access, location = 'auto' }: InstanceAddress, demo?: DemoReason): Instance => {
    const leftOut = createLeftOut(name, (error) => report?.(error))
    const ollama = createOllama(url, {
      ...(firstByteTimeoutMs !== undefined && { firstByteTimeoutMs }),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
      ...(access && { access }),
      clock,
      onLeftOut: leftOut.note,
    })
    return createInstance({
      name,
      url,
      location,
      maxOnGpus,
      ollama,
      clock,
      events,
      background,
      leftOut: leftOut.current,
      onLoaded,
      onAttempt,
      ...(watchedMs && { watchedMs }),
      // Nobody else sees a server that this process simulates.
      ...(demo ? { demo } : shared && { shared }),
    })
  }
}

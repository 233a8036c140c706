import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'
import { type Clock, type HealthCheck, withinMs } from '@ollama-dashboard/core'

export interface TrustedProxiesOptions {
  /** Addresses, networks and the words `loopback`, `linklocal`, `uniquelocal`. */
  readonly fixed: readonly string[]
  /** Host names; of a proxy in Docker, the name of its service. */
  readonly names: readonly string[]
  readonly clock: Clock
  /** The addresses of a name; the system's own resolver when absent. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

export interface TrustedProxies extends Disposable {
  /** Whether the proxy at an address is one of them, as far as is known now. Waits for nothing. */
  trusts(address: string): boolean
  readonly health: HealthCheck
}

/** What is known of a name: no addresses where it does not resolve. */
interface Resolved {
  readonly addresses: readonly string[]
  /** On the clock's `elapsed`. */
  readonly at: number
  readonly failed: boolean
}

/** A container that is made anew has another address; those before it did not answer meanwhile either. */
const refreshMs = 30_000
/** While a name does not resolve: a proxy often starts after the dashboard. */
const retryMs = 5000
const lookupMs = 3000
/** For how long addresses count after the last answer, while the resolver itself fails. */
const staleMs = 300_000

/**
 * Knows the proxies that are trusted. Names are resolved before this returns, which takes a few seconds at most, and
 * again and again until it is disposed. One that does not exist is trusted at no address.
 */
export async function openTrustedProxies(options: TrustedProxiesOptions): Promise<TrustedProxies> {
  const { fixed, names, clock, resolve = addressesOf } = options
  const known = new Map<string, Resolved>()
  let matches = proxyAddr.compile([...fixed])
  let checkedAt: number | null = null
  let closed = false
  let cancel = () => {}

  async function look(name: string): Promise<Resolved> {
    const before = known.get(name)
    try {
      return { addresses: await resolve(name), at: clock.elapsed(), failed: false }
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOTFOUND'
      const mayStay = !isGone && before !== undefined && clock.elapsed() - before.at < staleMs
      return mayStay ? { ...before, failed: true } : { addresses: [], at: clock.elapsed(), failed: true }
    }
  }

  /** One after the other: the system resolver takes a thread for each, and files are read by the same few threads. */
  async function refresh(): Promise<void> {
    for (const name of names) {
      const resolved = await look(name)
      if (closed) return
      known.set(name, resolved)
      matches = proxyAddr.compile([...fixed, ...[...known.values()].flatMap(({ addresses }) => addresses)])
    }
    checkedAt = clock.now()
    const isComplete = [...known.values()].every(({ failed }) => !failed)
    cancel = clock.after(isComplete ? refreshMs : retryMs, refresh)
  }

  if (names.length > 0) await withinMs(clock, lookupMs, refresh())
  return {
    trusts: (address) => matches(address, 0),
    health() {
      if (names.length === 0) return []
      const missing = names.filter((name) => (known.get(name)?.addresses.length ?? 0) === 0)
      const detail =
        missing.length === 0
          ? 'Every name in TRUST_PROXY resolves.'
          : `These names in TRUST_PROXY do not resolve, so that no address is trusted for them: ${missing.join(', ')}.`
      return [{ name: 'proxies', status: missing.length === 0 ? 'healthy' : 'degraded', detail, checkedAt }]
    },
    [Symbol.dispose]() {
      closed = true
      cancel()
    },
  }
}

/** What the system says, `/etc/hosts` and Docker's names included. A zone of IPv6 is no part of what a peer is called by. */
async function addressesOf(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true })
  return found.map(({ address }) => address.split('%', 1)[0] ?? '').filter((address) => isIP(address) !== 0)
}

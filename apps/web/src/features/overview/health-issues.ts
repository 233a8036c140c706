import type { HealthComponent } from '@ollama-dashboard/contracts'

/**
 * What is not well, the gravest first. Whatever polls a server that does not answer fails for that one reason, which is
 * told once.
 */
export function issuesOf(components: readonly HealthComponent[]): HealthComponent[] {
  const unwell = components.filter(({ status }) => status !== 'healthy')
  const polling = unwell.flatMap(({ name }) =>
    name.startsWith(server) ? [`collector:${name.slice(server.length)}:`] : [],
  )
  return unwell.filter(({ name }) => !polling.some((of) => name.startsWith(of))).toSorted(byGravity)
}

const server = 'ollama:'

const byGravity = (a: HealthComponent, b: HealthComponent): number =>
  a.status === b.status ? 0 : a.status === 'unhealthy' ? -1 : 1

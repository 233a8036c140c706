import { tellPages } from './pages.ts'
import { tellReplicas } from './replicas.ts'
import { tellRequests } from './requests.ts'
import { tellServers } from './servers.ts'
import { setups } from './setups.ts'

/**
 * Tells what docs/SCALING.md says: what servers, pages and requests cost, with each storage and with replicas. These are
 * figures without a limit. Needs Linux, PostgreSQL, Redis and nginx. One process takes 4,096 connections.
 */
export async function tellScaling(seconds: number): Promise<void> {
  for (const count of [10, 100, 1000]) await tellServers(count, seconds)
  for (const count of [1000, 2000, 4000]) await tellPages(count, seconds)
  for (const name of setups) await tellRequests(name)
  for (const count of [10, 100, 1000]) await tellReplicas(count, seconds)
}

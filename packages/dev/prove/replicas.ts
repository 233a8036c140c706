// Whether three replicas behind a round-robin nginx, with a real PostgreSQL and Redis, behave as one dashboard, whatever is killed,
// suspended, stopped or restarted. `pnpm prove -- --only replicas --rounds 50` has 50 alerts whose owner is killed;
// `--step pull` does the steps alone that have this in their name.
import { spawnSync } from 'node:child_process'
import { findBinaries } from '../../core/test/postgres/binaries.ts'
import { atRest } from './replicas/at-rest.ts'
import { startFleet } from './replicas/fleet.ts'
import { outages } from './replicas/outages.ts'
import { owners } from './replicas/owners.ts'
import { rolling } from './replicas/rolling.ts'

export interface ReplicasOptions {
  /** How many alerts have their owner killed. */
  readonly rounds: number
  /** Only steps with this in their name. */
  readonly step: string | undefined
}

const missingPrograms = () => ['redis-server', 'nginx'].filter((name) => spawnSync(name, ['-v']).error)

/** False where a step failed. Says so where this machine lacks a program. */
export async function behaveAsOne({ rounds, step }: ReplicasOptions): Promise<boolean> {
  const missing = missingPrograms()
  if (missing.length > 0) {
    console.log(`replicas: skipped, because ${missing.join(' and ')} cannot be found in the PATH.`)
    return true
  }
  console.log(`replicas: PostgreSQL in ${findBinaries().folder}`)
  const steps = [...atRest, ...owners, ...outages, ...rolling].filter(({ name }) => !step || name.includes(step))
  await using fleet = await startFleet()
  let holds = true
  for (const { name, run } of steps) {
    try {
      const { said, wrong } = await run(fleet, rounds)
      if (wrong.length > 0) holds = false
      console.log(`replicas: ${name}: ${wrong.length === 0 ? 'held' : 'failed'} (${said})`)
      for (const one of new Set(wrong)) console.log(`  ${wrong.filter((other) => other === one).length} times: ${one}`)
    } catch (error) {
      holds = false
      console.log(`replicas: ${name}: failed, ${String(error)}`)
    }
  }
  return holds
}

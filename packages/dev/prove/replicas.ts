// Whether three replicas behind a round-robin nginx, with a real PostgreSQL and Redis, behave as one dashboard, whatever is killed,
// suspended, stopped or restarted. `pnpm prove -- --only replicas --rounds 50` has 50 alerts whose owner is killed;
// `--step pull` does the steps alone that have this in their name.
import { findBinaries } from '../../core/test/postgres/binaries.ts'
import { lacksPrograms } from './lacks-programs.ts'
import { atRest } from './replicas/at-rest.ts'
import { startFleet } from './replicas/fleet.ts'
import { outages } from './replicas/outages.ts'
import { owners } from './replicas/owners.ts'
import { rolling } from './replicas/rolling.ts'
import type { Outcome } from './replicas/step.ts'
import { ofParts, type Verdict } from './verdict.ts'

export interface ReplicasOptions {
  /** How many alerts have their owner killed. */
  readonly rounds: number
  /** Only steps with this in their name. */
  readonly step: string | undefined
}

export async function behaveAsOne({ rounds, step }: ReplicasOptions): Promise<Verdict> {
  if (lacksPrograms('replicas', ['redis-server', 'nginx'], '-v')) return 'skipped'
  console.log(`replicas: PostgreSQL in ${findBinaries().folder}`)
  const steps = [...atRest, ...owners, ...outages, ...rolling].filter(({ name }) => !step || name.includes(step))
  await using fleet = await startFleet()
  const verdicts: Verdict[] = []
  for (const { name, run } of steps) {
    try {
      const outcome = await run(fleet, rounds)
      const { said, wrong } = outcome
      const verdict = verdictOf(outcome)
      verdicts.push(verdict)
      console.log(`replicas: ${name}: ${verdict} (${said})`)
      for (const one of new Set(wrong)) console.log(`  ${wrong.filter((other) => other === one).length} times: ${one}`)
    } catch (error) {
      verdicts.push('failed')
      console.log(`replicas: ${name}: failed, ${String(error)}`)
    }
  }
  return ofParts(verdicts)
}

function verdictOf({ wrong, isSkipped }: Outcome): Verdict {
  if (isSkipped) return 'skipped'
  return wrong.length === 0 ? 'held' : 'failed'
}

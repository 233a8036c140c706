import { type Liveness, proveAlive, wantedP99Ms } from './alive/alive.ts'
import { lockedDatabase } from './alive/locked-database.ts'
import { slowDisk } from './alive/slow-disk.ts'
import { slowNvidiaSmi } from './alive/slow-nvidia-smi.ts'
import { ofParts, type Verdict } from './verdict.ts'

const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(8)

/** Tells how quick `/health` was in each of these, and whether quick enough. */
export async function staysAlive(): Promise<Verdict> {
  console.log(`\n/health, asked every 50 ms (p99 under ${wantedP99Ms} ms)`)
  console.log(`${'while'.padEnd(46)} asked ${'p50'.padStart(8)} ${'p99'.padStart(8)} ${'max'.padStart(8)}`)
  const verdicts: Verdict[] = []
  for (const disturbance of [lockedDatabase(), slowDisk(), slowNvidiaSmi()]) {
    const liveness = await proveAlive(disturbance)
    verdicts.push(verdictOf(liveness))
    console.log(`${disturbance.name.padEnd(46)} ${told(liveness)} ${disturbance.note?.() ?? ''}`)
  }
  return ofParts(verdicts)
}

function verdictOf(liveness: Liveness | null): Verdict {
  if (liveness === null) return 'skipped'
  return liveness.p99 < wantedP99Ms ? 'held' : 'failed'
}

function told(liveness: Liveness | null): string {
  if (liveness === null) return 'skipped, because it cannot be made on this machine'
  const { asked, p50, p99, max } = liveness
  return `${String(asked).padStart(5)} ${ms(p50)} ${ms(p99)} ${ms(max)}  ${verdictOf(liveness)} `
}

import { type Liveness, proveAlive, wantedP99Ms } from './alive/alive.ts'
import { lockedDatabase } from './alive/locked-database.ts'
import { slowDisk } from './alive/slow-disk.ts'
import { slowNvidiaSmi } from './alive/slow-nvidia-smi.ts'

const ms = (value: number) => `${value.toFixed(0)} ms`.padStart(8)

/** Tells how quick `/health` was in each of these; false where one was too slow. */
export async function staysAlive(): Promise<boolean> {
  console.log(`\n/health, asked every 50 ms (p99 under ${wantedP99Ms} ms)`)
  console.log(`${'while'.padEnd(46)} asked ${'p50'.padStart(8)} ${'p99'.padStart(8)} ${'max'.padStart(8)}`)
  let held = true
  for (const disturbance of [lockedDatabase(), slowDisk(), slowNvidiaSmi()]) {
    const liveness = await proveAlive(disturbance)
    if (liveness !== null && liveness.p99 >= wantedP99Ms) held = false
    console.log(`${disturbance.name.padEnd(46)} ${told(liveness)} ${disturbance.note?.() ?? ''}`)
  }
  return held
}

function told(liveness: Liveness | null): string {
  if (liveness === null) return 'cannot be made on this machine'
  const { asked, p50, p99, max } = liveness
  return `${String(asked).padStart(5)} ${ms(p50)} ${ms(p99)} ${ms(max)}  ${p99 < wantedP99Ms ? 'held' : 'BROKEN'} `
}

import type { Background } from '../kernel/background.ts'
import { type Clock, withinMs } from '../kernel/clock.ts'
import { outsideTrace } from '../kernel/tracing/trace-context.ts'
import type { LeaseRepository } from './lease-table.ts'
import { releaseMs, renewMs, validMs } from './lease-times.ts'

export interface WorkLeaseOptions {
  readonly repository: LeaseRepository
  /** What the work is on. */
  readonly name: string
  /** The id of this replica. */
  readonly holder: string
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** The right to some work that one replica does at a time, for as long as that takes. Disposing it gives it back. */
export interface WorkLease extends AsyncDisposable {
  /** False where another replica took it over, since this process was suspended. Throws `storage_unavailable`. */
  isOurs(): Promise<boolean>
}

/** Null while another replica has it. Throws `storage_unavailable`. */
export async function leaseForWork(options: WorkLeaseOptions): Promise<WorkLease | null> {
  const { repository, name, holder, clock, background } = options
  const tenure = await repository.take(name, holder, validMs)
  if (!tenure) return null
  const isOurs = () => repository.renew(tenure, validMs)
  let isEnded = false
  let cancel = () => {}

  function renewLater() {
    cancel = clock.after(renewMs, () => {
      const renewed = outsideTrace(() => background.settle('leases', isOurs()))
      void renewed.then(() => !isEnded && renewLater())
    })
  }
  renewLater()

  return {
    isOurs,
    async [Symbol.asyncDispose]() {
      isEnded = true
      cancel()
      await withinMs(clock, releaseMs, background.settle('leases', repository.release(tenure)))
    },
  }
}

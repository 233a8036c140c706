import type { Background } from '../kernel/background.ts'
import { type Clock, withinMs } from '../kernel/clock.ts'
import { createListeners } from '../kernel/listeners.ts'
import { outsideTrace } from '../kernel/tracing/trace-context.ts'
import { type Lease, LeaseLost } from './lease.ts'
import type { LeaseRepository, Tenure } from './lease-table.ts'
import { releaseMs, renewMs, validMs } from './lease-times.ts'
import type { SharedLink } from './shared-link.ts'

export interface LeaseOptions {
  readonly repository: LeaseRepository
  readonly name: string
  /** The id of this replica. */
  readonly holder: string
  readonly clock: Clock
  readonly background: Background
  /** Others are told when it was given back, and need not find out. */
  readonly link?: Pick<SharedLink, 'publish' | 'subscribe'>
}

/** A lease in PostgreSQL that this process takes as soon as nobody has it, and renews. Disposing it gives it back. */
export function createLease(options: LeaseOptions): Lease & AsyncDisposable {
  const { repository, name, holder, clock, background, link } = options
  const channel = `lease ${name}`
  const listeners = createListeners<boolean>((error) => background.failed('leases', error))
  let tenure: Tenure | null = null
  /** By both clocks: the one that nobody sets may stand still while the machine sleeps. */
  let heldUntil = { elapsed: Number.NEGATIVE_INFINITY, now: Number.NEGATIVE_INFINITY }
  let told = false
  let isClosed = false
  let cancelNext = () => {}
  let cancelEnd = () => {}

  const isHeld = () => tenure !== null && clock.elapsed() < heldUntil.elapsed && clock.now() < heldUntil.now

  function tellChange() {
    const isNow = isHeld()
    if (isNow === told) return
    told = isNow
    listeners.tell(isNow)
  }

  function lost() {
    tenure = null
    tellChange()
  }

  /** From before the database was asked, so that it ends here first. */
  function heldSince(asked: typeof heldUntil) {
    heldUntil = { elapsed: asked.elapsed + validMs, now: asked.now + validMs }
    cancelEnd()
    tellEnd()
    tellChange()
  }

  /** A timer may be early by a part of a millisecond. */
  function tellEnd() {
    const rest = heldUntil.elapsed - clock.elapsed()
    if (rest > 0) cancelEnd = clock.after(Math.ceil(rest), tellEnd)
    else tellChange()
  }

  async function ask(): Promise<void> {
    const asked = { elapsed: clock.elapsed(), now: clock.now() }
    if (tenure !== null) {
      if (await repository.renew(tenure, validMs)) heldSince(asked)
      else lost()
      return
    }
    tenure = await repository.take(name, holder, validMs)
    if (tenure) heldSince(asked)
  }

  let asking: Promise<unknown> | null = null

  function askNow() {
    cancelNext()
    if (isClosed || asking) return
    asking = outsideTrace(() => background.settle('leases', ask())).then(() => {
      asking = null
      if (!isClosed) cancelNext = clock.after(renewMs, askNow)
    })
  }

  const ignore = link?.subscribe(channel, askNow)
  askNow()

  return {
    isHeld,
    onChange: listeners.listen,
    async confirm(transaction) {
      const confirmed = tenure
      if (confirmed && (await repository.confirm(transaction, confirmed))) return
      if (confirmed === tenure) lost()
      throw new LeaseLost()
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      ignore?.()
      cancelNext()
      cancelEnd()
      if (asking) await withinMs(clock, releaseMs, asking)
      const last = tenure
      lost()
      if (!last) return
      const released = background.settle('leases', repository.release(last))
      await withinMs(
        clock,
        releaseMs,
        released.then((isDone) => isDone && link?.publish(channel, 'released')),
      )
    },
  }
}

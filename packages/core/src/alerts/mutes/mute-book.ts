import { randomUUID } from 'node:crypto'
import type { Mute } from '@ollama-dashboard/contracts'
import { type CallContext, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { sees } from '../../kernel/rights/sees.ts'
import { serialize } from '../../kernel/serial.ts'
import { fingerprintOf, type KnownAlert } from '../alert-table.ts'
import type { MuteRepository } from './mute-table.ts'

export interface MuteBook {
  /** Those that hold, as far as an actor may know of them; the first to end first. */
  list(context: Pick<CallContext, 'actor'>): readonly Mute[]
  /** Until when an alert is muted, RFC 3339; null if it is not. */
  until(alert: Parameters<typeof fingerprintOf>[0]): string | null
  /** Throws `validation_failed`. */
  mute(context: CallContext, alert: KnownAlert, until: string): Promise<Mute>
  /** Throws `alert_not_found`. */
  unmute(context: CallContext, id: string): Promise<Mute>
  /** Reads again what other processes may have changed, and forgets what is over. */
  reload(): Promise<void>
}

const dayMs = 86_400_000
const longestMs = 30 * dayMs

export async function openMuteBook(repository: MuteRepository, clock: Clock): Promise<MuteBook> {
  // What is read while somebody mutes may lack it.
  const inTurn = serialize()
  let mutes = new Map<string, Mute>()
  const holds = ({ until }: Mute) => Date.parse(until) > clock.now()

  async function reload() {
    const all = await repository.all()
    for (const mute of all) if (!holds(mute)) await repository.remove(mute.id)
    mutes = new Map(all.filter(holds).map((mute) => [fingerprintOf(mute), mute]))
  }

  await reload()
  return {
    reload: () => inTurn(reload),
    list: ({ actor }) =>
      [...mutes.values()]
        .filter((mute) => holds(mute) && sees(actor, subjectFor(mute)))
        .toSorted((a, b) => (a.until < b.until ? -1 : 1)),
    until(alert) {
      const mute = mutes.get(fingerprintOf(alert))
      return mute && holds(mute) ? mute.until : null
    },
    async mute(context, alert, until) {
      const mute: Mute = {
        id: randomUUID(),
        rule: alert.rule,
        title: alert.title,
        instance: alert.instance,
        model: alert.model,
        until: checkedEnd(until, clock.now()),
        by: keyIdOf(context.actor),
        created_at: timestamp(clock.now()),
      }
      await inTurn(async () => {
        await repository.put(mute)
        mutes.set(fingerprintOf(mute), mute)
      })
      context.changed?.({
        target: alert.id,
        ...ofServer(alert.instance),
        after: { rule: mute.rule, until: mute.until },
      })
      return mute
    },
    async unmute(context, id) {
      const mute = [...mutes.values()].find((one) => one.id === id)
      if (!mute || !sees(context.actor, subjectFor(mute))) {
        throw new DashboardError('alert_not_found', 'Mute not found.', { hint: 'It may be over.' })
      }
      await inTurn(async () => {
        await repository.remove(id)
        mutes.delete(fingerprintOf(mute))
      })
      context.changed?.({ target: id, ...ofServer(mute.instance), before: { rule: mute.rule, until: mute.until } })
      return mute
    },
  }
}

const ofServer = (instance: string | null) => (instance === null ? {} : { instance })

/** As rights have it. */
export const subjectFor = ({
  instance,
  model,
}: {
  readonly instance: string | null
  readonly model: string | null
}) => ({
  instance: instance ?? undefined,
  model: model ?? undefined,
})

function checkedEnd(until: string, now: number): string {
  const at = Date.parse(until)
  if (at > now && at <= now + longestMs) return timestamp(at)
  throw new DashboardError('validation_failed', '"until" is not within the next 30 days.', {
    fieldErrors: [{ path: '/body/until', message: 'must be a time within the next 30 days' }],
  })
}

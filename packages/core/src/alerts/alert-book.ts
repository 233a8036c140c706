import type { Alert, AlertState } from '@ollama-dashboard/contracts'
import type { Announcement, EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Actor } from '../kernel/call-context.ts'
import { coalesce } from '../kernel/serial.ts'
import type { AlertMessages } from './alert-messages.ts'
import type { AlertChange, AlertRepository } from './alert-repository.ts'
import { fingerprintOf, type KnownAlert } from './alert-table.ts'
import type { MuteBook } from './mute-book.ts'

export interface AlertBookOptions {
  readonly repository: AlertRepository
  readonly messages: AlertMessages
  readonly mutes: Pick<MuteBook, 'until'>
  readonly events: EventBus
  readonly background: Pick<Background, 'settle'>
}

/** The alerts that fire or did a moment ago: in memory, and written as they change, with their messages. */
export interface AlertBook extends AsyncDisposable {
  /** By fingerprint. */
  of(fingerprint: string): KnownAlert | null
  all(): readonly KnownAlert[]
  /** Puts an alert in the place of the one with its fingerprint, tells listeners, and has it written. */
  put(alert: KnownAlert, event: AlertState | 'changed' | null, actor?: Actor): void
  forget(fingerprint: string): void
  /** Writes what changed, and what is to be told now. Throws `storage_unavailable`: it is written later then. */
  write(): Promise<void>
  /** As it is shown, but for how it is delivered. */
  shown(alert: KnownAlert): Alert
}

export async function openAlertBook(options: AlertBookOptions): Promise<AlertBook> {
  const { repository, messages, mutes, events, background } = options
  const known = new Map<string, KnownAlert>()
  const dirty = new Map<string, KnownAlert>()
  for (const alert of await repository.current()) known.set(fingerprintOf(alert), alert)

  /** The newest message of it is waiting, unless there is nobody to send it to. */
  const shown = ({ told: _, isHeldDown: __, ...alert }: KnownAlert): Alert => {
    const muted_until = mutes.until(alert)
    return { ...alert, muted_until, delivery: messages.isUsed && muted_until === null ? 'waiting' : 'none' }
  }

  function changeOf(alert: KnownAlert): AlertChange | null {
    const isToTell = alert.told !== alert.state && mutes.until(alert) === null
    if (!isToTell) return dirty.has(fingerprintOf(alert)) ? { alert } : null
    const told = { ...alert, told: alert.state }
    return {
      alert: told,
      beside: (transaction) => messages.add(transaction, { event: alert.state, alert: shown(told) }),
    }
  }

  const writing = coalesce(async () => {
    const before = new Map(known)
    const changes = [...before.values()].flatMap((alert) => changeOf(alert) ?? [])
    if (changes.length === 0) return
    const taken = new Set(await repository.save(changes))
    for (const { alert, beside } of changes) {
      const fingerprint = fingerprintOf(alert)
      const now = known.get(fingerprint)
      if (taken.has(fingerprint)) {
        // Another process was first: its alert is this one's, too.
        const theirs = await repository.firing(fingerprint)
        if (theirs) known.set(fingerprint, theirs)
        dirty.delete(fingerprint)
        continue
      }
      if (dirty.get(fingerprint) === before.get(fingerprint)) dirty.delete(fingerprint)
      if (beside && now?.id === alert.id) known.set(fingerprint, { ...now, told: alert.told })
    }
    if (changes.some(({ beside }) => beside)) messages.added()
  })

  return {
    of: (fingerprint) => known.get(fingerprint) ?? null,
    all: () => [...known.values()],
    put(alert, event, actor) {
      const fingerprint = fingerprintOf(alert)
      known.set(fingerprint, alert)
      dirty.set(fingerprint, alert)
      if (event === null) return
      events.announce(announcementOf(event, shown(alert)), actor)
    },
    forget(fingerprint) {
      if (!dirty.has(fingerprint)) known.delete(fingerprint)
    },
    write: writing.next,
    shown,
    async [Symbol.asyncDispose]() {
      await background.settle('alerts', writing.next())
    },
  }
}

/** What listeners are told of an alert; of what is about no server or no model, without them. */
export const announcementOf = (event: AlertState | 'changed', alert: Alert): Announcement => ({
  type: `alert.${event}`,
  ...(alert.instance !== null && { instance: alert.instance }),
  ...(alert.model !== null && { model: alert.model }),
  alert,
})

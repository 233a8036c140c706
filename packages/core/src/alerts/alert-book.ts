import type { Alert, AlertState } from '@ollama-dashboard/contracts'
import type { Announcement, EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Actor } from '../kernel/call-context.ts'
import { coalesce, serialize } from '../kernel/serial.ts'
import { unshared } from '../replicas/alone.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { AlertMessages } from './alert-messages.ts'
import type { AlertChange, AlertRepository } from './alert-repository.ts'
import { fingerprintOf, type KnownAlert } from './alert-table.ts'
import type { MuteBook } from './mutes/mute-book.ts'

export interface AlertBookOptions {
  readonly repository: AlertRepository
  readonly messages: AlertMessages
  readonly mutes: Pick<MuteBook, 'until'>
  readonly events: EventBus
  readonly background: Pick<Background, 'settle'>
  readonly replicas?: Pick<Replicas, 'isAlone' | 'leader'>
  /** Told when something was written. */
  readonly onWritten?: () => void
}

/** The alerts that fire or did a moment ago: in memory, and written as they change, with their messages. */
export interface AlertBook extends AsyncDisposable {
  /** By fingerprint. */
  of(fingerprint: string): KnownAlert | null
  all(): readonly KnownAlert[]
  /** Puts an alert in the place of the one with its fingerprint, tells listeners, and has it written. */
  put(alert: KnownAlert, event: AlertState | 'changed' | null, actor?: Actor): void
  forget(fingerprint: string): void
  /**
   * Writes what changed, and what is to be told now; one of several replicas alone does. Throws `storage_unavailable`: it
   * is written later then.
   */
  write(): Promise<void>
  /** Reads what other replicas wrote since. What is to be written here stays. Throws `storage_unavailable`. */
  reload(): Promise<void>
  /** As it is shown, but for how it is delivered. */
  shown(alert: KnownAlert): Alert
}

export async function openAlertBook(options: AlertBookOptions): Promise<AlertBook> {
  const { repository, messages, mutes, events, background, onWritten, replicas = unshared } = options
  const { isAlone, leader } = replicas
  const known = new Map<string, KnownAlert>()
  const dirty = new Map<string, KnownAlert>()
  /** By id. */
  const stored = new Map<string, AlertState>()
  let untold: (() => void)[] = []
  const inTurn = serialize()

  /** The newest message of it is waiting, unless there is nobody to send it to. */
  const shown = ({ told: _, isHeldDown: __, ...alert }: KnownAlert): Alert => {
    const muted_until = mutes.until(alert)
    return { ...alert, muted_until, delivery: messages.isUsed && muted_until === null ? 'waiting' : 'none' }
  }

  function changeOf(alert: KnownAlert): AlertChange | null {
    const from = stored.get(alert.id)
    const isToTell = alert.told !== alert.state && mutes.until(alert) === null
    if (!isToTell) return dirty.has(fingerprintOf(alert)) ? { alert, from } : null
    const told = { ...alert, told: alert.state }
    return {
      alert: told,
      from,
      beside: (transaction) => messages.add(transaction, { event: alert.state, alert: shown(told) }),
    }
  }

  async function load() {
    const current = new Map((await repository.current()).map((alert) => [fingerprintOf(alert), alert]))
    // Of what is to be written by the one replica that writes, none is another's.
    if (!leader.isHeld()) dirty.clear()
    for (const [fingerprint, { state }] of known) {
      const isGone = state === 'firing' && !current.has(fingerprint) && !dirty.has(fingerprint)
      if (isGone || !leader.isHeld()) known.delete(fingerprint)
    }
    for (const [fingerprint, alert] of current) {
      stored.set(alert.id, alert.state)
      if (!dirty.has(fingerprint)) known.set(fingerprint, alert)
    }
    const ids = new Set([...known.values()].map(({ id }) => id))
    for (const id of stored.keys()) if (!ids.has(id)) stored.delete(id)
  }

  async function save() {
    const before = new Map(known)
    const changes = [...before.values()].flatMap((alert) => changeOf(alert) ?? [])
    if (changes.length === 0) return
    const taken = new Set(await repository.save(changes, isAlone ? undefined : leader.confirm))
    for (const { alert, beside } of changes) {
      const fingerprint = fingerprintOf(alert)
      const now = known.get(fingerprint)
      if (taken.has(fingerprint)) {
        // Another process was first: its alert is this one's, too.
        const theirs = (await repository.firing(fingerprint)) ?? (await repository.find(alert.id))
        if (theirs) {
          known.set(fingerprint, theirs)
          stored.set(theirs.id, theirs.state)
        }
        dirty.delete(fingerprint)
        continue
      }
      stored.set(alert.id, alert.state)
      if (dirty.get(fingerprint) === before.get(fingerprint)) dirty.delete(fingerprint)
      if (beside && now?.id === alert.id) known.set(fingerprint, { ...now, told: alert.told })
    }
    if (changes.some(({ beside }) => beside)) messages.added()
    onWritten?.()
  }

  const writing = coalesce(async () => {
    const telling = untold
    untold = []
    if (!leader.isHeld()) return
    try {
      await inTurn(save)
    } finally {
      // Where other replicas tell of it too, it is to be found there by then.
      for (const tell of telling) tell()
    }
  })
  const reloading = coalesce(() => inTurn(load))

  await load()
  return {
    of: (fingerprint) => known.get(fingerprint) ?? null,
    all: () => [...known.values()],
    put(alert, event, actor) {
      const fingerprint = fingerprintOf(alert)
      known.set(fingerprint, alert)
      dirty.set(fingerprint, alert)
      if (event === null) return
      const announcement = announcementOf(event, shown(alert))
      if (isAlone) events.announce(announcement, actor)
      else untold.push(() => events.announce(announcement, actor))
    },
    forget(fingerprint) {
      if (dirty.has(fingerprint)) return
      const alert = known.get(fingerprint)
      if (alert) stored.delete(alert.id)
      known.delete(fingerprint)
    },
    write: writing.next,
    reload: reloading.next,
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

import type { Background } from '../kernel/background.ts'
import type { Replicas } from '../replicas/replicas.ts'

const channel = 'alerts'

/** What one replica tells the others: something was written, or which alerts are about to fire. */
type Message = { readonly pending: readonly string[] } | { readonly changed: true }

export interface SharedAlerts extends Disposable {
  /** Has the others read anew what is stored. */
  changed(): void
  /** Tells the others what holds, though not for long enough yet; nothing where they know. */
  tellPending(fingerprints: readonly string[]): void
  /** What the one that evaluates alerts told last. */
  isPending(fingerprint: string): boolean
}

export interface ShareAlertsOptions {
  readonly replicas: Pick<Replicas, 'link' | 'leader'>
  /** Reads anew what is stored. */
  readonly readAgain: () => Promise<void>
  /** This replica evaluates from now on. */
  readonly onLeading: () => Promise<void>
  readonly background: Pick<Background, 'settle'>
}

/** Keeps what replicas show of alerts alike. */
export function shareAlerts({ replicas, readAgain, onLeading, background }: ShareAlertsOptions): SharedAlerts {
  const { link, leader } = replicas
  let told = ''
  let pending: ReadonlySet<string> = new Set()
  const read = () => void background.settle('alerts', readAgain())

  const publish = (message: Message) => link.publish(channel, message)
  const ends = [
    link.subscribe(channel, (message) => {
      // Only replicas of ours publish there.
      const heard = message as Message
      if ('pending' in heard) pending = new Set(heard.pending)
      else read()
    }),
    link.onRestored(() => {
      told = ''
      read()
    }),
    leader.onChange((isHeld) => {
      told = ''
      if (isHeld) void background.settle('alerts', onLeading())
    }),
  ]

  return {
    changed: () => publish({ changed: true }),
    tellPending(fingerprints) {
      const now = JSON.stringify(fingerprints)
      if (now === told) return
      told = now
      publish({ pending: fingerprints })
    },
    isPending: (fingerprint) => pending.has(fingerprint),
    [Symbol.dispose]() {
      for (const end of ends) end()
    },
  }
}

import type { ServiceChanging } from '@ollama-dashboard/contracts'
import type { Clock } from '../kernel/clock.ts'
import type { SharedLink } from '../replicas/shared-link.ts'

/** What replicas tell each other that they are doing to a server. */
export interface ChangesElsewhere extends Disposable {
  /** Null where no other replica says that it is doing something to it. */
  of(server: string): ServiceChanging | null
  /** Says so to the others until the end that it returns. */
  tell(server: string, changing: ServiceChanging): () => void
}

interface Message {
  readonly server: string
  readonly changing: ServiceChanging | null
}

const channel = 'service-changing'
const tellMs = 2000
/** What a killed replica said is not so for longer. */
const validMs = 6000

export function createChangesElsewhere(
  link: Pick<SharedLink, 'publish' | 'subscribe'>,
  clock: Pick<Clock, 'elapsed' | 'after'>,
): ChangesElsewhere {
  const heard = new Map<string, { readonly changing: ServiceChanging; readonly from: string; readonly until: number }>()
  // Only replicas of ours publish there.
  const end = link.subscribe(channel, (message, from) => {
    const { server, changing } = message as Message
    if (changing) heard.set(server, { changing, from, until: clock.elapsed() + validMs })
    // Of what one says that has ended, another may have said already that it began.
    else if (heard.get(server)?.from === from) heard.delete(server)
  })
  return {
    of(server) {
      const { changing, until } = heard.get(server) ?? { changing: null, until: 0 }
      return clock.elapsed() < until ? changing : null
    },
    tell(server, changing) {
      let cancel = () => {}
      function say() {
        link.publish(channel, { server, changing } satisfies Message)
        cancel = clock.after(tellMs, say)
      }
      say()
      return () => {
        cancel()
        link.publish(channel, { server, changing: null } satisfies Message)
      }
    },
    [Symbol.dispose]: end,
  }
}

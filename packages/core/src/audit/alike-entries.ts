import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { NewEntry } from './log/audit-line.ts'

/** What was refused, and may be again and again: those alike of a minute are one entry, with their number. */
export interface AlikeEntries {
  /**
   * Those with the same key are alike. With `atOnce` the first is written at once, which the promise waits for, and the entry is of the
   * others. Never rejects: nothing was changed.
   */
  note(key: string, entry: NewEntry, options?: { readonly atOnce?: boolean }): Promise<void>
  /** Writes what was noted until now, for somebody who reads. */
  flush(): Promise<void>
}

export interface AlikeEntriesOptions {
  readonly append: (entry: NewEntry) => Promise<void>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

interface Group {
  entry: NewEntry
  count: number
  readonly cancel: () => void
}

const windowMs = 60_000
/** Somebody with many addresses, or names, fills neither the memory nor the log: further ones of a minute are one. */
const maxGroups = 1000

export function createAlikeEntries({ append, clock, background }: AlikeEntriesOptions): AlikeEntries {
  const groups = new Map<string, Group>()

  /** What is being written: it is in no group any more, and not in the log yet. */
  const writing = new Set<Promise<unknown>>()

  async function write(entry: NewEntry): Promise<void> {
    const written = background.settle('audit log', append(entry))
    writing.add(written)
    await written
    writing.delete(written)
  }

  async function close(key: string): Promise<void> {
    const group = groups.get(key)
    if (!group) return
    groups.delete(key)
    group.cancel()
    if (group.count > 0) await write({ ...group.entry, count: group.count })
  }

  function open(key: string, entry: NewEntry, count: number): void {
    groups.set(key, { entry, count, cancel: clock.after(windowMs, () => void close(key)) })
  }

  return {
    async note(key, entry, { atOnce = false } = {}) {
      const isKnown = groups.has(key)
      const isTooMany = !isKnown && groups.size >= maxGroups
      const group = groups.get(isTooMany ? '' : key)
      if (group) {
        const known = group.count === 0 ? entry : group.entry
        group.entry = { ...known, time: entry.time, target: known.target === entry.target ? entry.target : null }
        group.count += 1
      } else if (isTooMany) open('', ofMany(entry), 1)
      else {
        open(key, entry, atOnce ? 0 : 1)
        if (atOnce) await write(entry)
      }
    },
    async flush() {
      await Promise.all([...groups.keys()].map(close))
      await Promise.all(writing)
    },
  }
}

/** Of whom there are too many to name each. */
const ofMany = (entry: NewEntry): NewEntry => ({
  ...entry,
  actor: { key_id: null, name: 'several', role: null, address: null, via: 'none' },
  target: null,
})

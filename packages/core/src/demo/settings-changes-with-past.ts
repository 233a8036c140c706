import { timestamp } from '../kernel/clock.ts'
import type { SettingsChangesRepository } from '../settings/settings-changes-table.ts'

/** Far more than a past tells of one model: so its ids are less than those of what is changed in the demo. */
const earlier = 10_000

/** What was changed in a demo's past comes after what people change in it. */
export function settingsChangesWithPast(
  own: SettingsChangesRepository,
  past: SettingsChangesRepository,
  isOver: () => boolean,
): SettingsChangesRepository {
  return {
    async page(key, { limit, before }) {
      const isPast = before !== undefined && before <= 0
      const newer = isPast ? [] : await own.page(key, { limit, before })
      const left = limit - newer.length
      if (isOver() || left === 0) return newer
      const older = await past.page(key, { limit: left, before: isPast ? before + earlier : undefined })
      return [...newer, ...older.map((change) => ({ ...change, id: change.id - earlier }))]
    },
    /** What people changed before the demo may be older than its past. */
    async recent({ before: { at, key }, ...query }) {
      if (isOver()) return own.recent({ before: { at, key }, ...query })
      const isPast = key !== null && key.id <= 0
      // Of one moment, what people changed comes first.
      const behind = timestamp(Date.parse(at) + (key === null ? 0 : 1))
      const [ours, theirs] = await Promise.all([
        own.recent({ ...query, before: { at, key: isPast ? null : key } }),
        past.recent({
          ...query,
          before: isPast ? { at, key: { ...key, id: key.id + earlier } } : { at: behind, key: null },
        }),
      ])
      const all = [...ours, ...theirs.map((change) => ({ ...change, id: change.id - earlier }))]
      return all.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1)).slice(0, query.limit)
    },
  }
}

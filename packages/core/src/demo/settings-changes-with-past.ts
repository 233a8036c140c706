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
  }
}

import { type ChangedSetting, comparableName, type TimelineEntry } from '@ollama-dashboard/contracts'
import { toldSetting } from '../../models/actions/told-request.ts'
import type { RecentChange, SettingsChangesRepository } from '../../settings/settings-changes-table.ts'
import type { TimelineSource } from '../timeline-source.ts'

/** Long texts of a setting are told by their length. */
const maxValueLength = 60

/** Saved settings that were changed, of all models. They are of models alone, on whichever server. */
export const settingsSource = (
  changes: Pick<SettingsChangesRepository, 'recent'>,
  spelled: (model: string) => string,
): TimelineSource => ({
  name: 'settings',
  kinds: ['settings'],
  permission: 'settings.history',
  async page({ from, before, limit, model }) {
    const key = before.key === null ? null : keyOf(before.key)
    const query = { from, before: { at: before.at, key }, limit }
    const page = await changes.recent({ ...query, ...(model !== undefined && { model: comparableName(model) }) })
    return page.map((change) => ({ entry: entryOf(change, spelled), key: JSON.stringify([change.model, change.id]) }))
  },
})

/** Only what this wrote: anything else begins at the end of that time. */
function keyOf(text: string): { readonly model: string; readonly id: number } | null {
  const [, model, id] = /^\["(.*)",(-?\d{1,15})\]$/s.exec(text) ?? []
  if (model === undefined || id === undefined) return null
  return { model: String(JSON.parse(`"${model}"`)), id: Number(id) }
}

const entryOf = ({ model, id, at, actor, how, changed }: RecentChange, spelled: (model: string) => string) =>
  ({
    id: `settings:${model}:${id}`,
    at,
    ended_at: null,
    kind: 'settings',
    type: `settings.${how}`,
    instance: null,
    model: spelled(model),
    by: actor,
    detail: changed.map(toldChange).join('; '),
    severity: null,
    before: null,
    after: null,
    speeds: [],
  }) satisfies TimelineEntry

const toldChange = ({ setting, before, after }: ChangedSetting): string =>
  `${setting} ${told(setting, before)} → ${told(setting, after)}`

function told(setting: ChangedSetting['setting'], value: unknown): string {
  if (value === null) return 'not set'
  const shown = toldSetting(setting, value)
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown)
  return text.length > maxValueLength ? `${text.length} characters` : text
}

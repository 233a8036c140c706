import { comparableName, type SettingsEntry } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { type ChangeOrigin, changedSettings } from './changed-settings.ts'
import type { SettingsChange, SettingsRepository, StoredSettings } from './settings-table.ts'

/** Whether a change may be made to what is there: the version that is saved, null for nothing. */
export type Precondition = (version: string | null) => boolean

/** What is saved for a model, and what tells it from anything saved before or after. */
export interface VersionedSettings {
  readonly entry: SettingsEntry
  readonly version: string
}

/** What is to be saved for a model, made from what is saved; null for nothing. */
export type SettingsOfOne = (saved: SettingsEntry | null) => SettingsEntry | null

/** Changes saved settings so that of two who change the same at once neither is lost, and keeps their history. */
export interface SettingsStore {
  find(model: string): Promise<StoredSettings | null>
  /**
   * `change` is given what is saved, and asked again where somebody was quicker; null where it leaves nothing to save,
   * and the very same where it changes nothing. What is saved is told as it was before and is after.
   * Throws `precondition_failed`.
   */
  changeOne(
    model: string,
    change: SettingsOfOne,
    origin: ChangeOrigin,
    ifMatch?: Precondition,
  ): Promise<{ readonly before: StoredSettings | null; readonly after: VersionedSettings | null }>
  /** All or none. `change` is given all that is saved, by comparable name. */
  changeMany(
    change: (saved: ReadonlyMap<string, SettingsEntry>) => readonly SettingsEntry[],
    origin: ChangeOrigin,
  ): Promise<readonly ReplacedSettings[]>
  /** Puts back what was replaced, where that is still what is saved; resolves with the names of these models. */
  restore(replaced: readonly Restorable[], origin: ChangeOrigin): Promise<readonly string[]>
}

/** What to put back for a model, as long as this version is what is saved for it. */
export interface Restorable {
  readonly model: string
  /** Null: nothing was saved. */
  readonly before: SettingsEntry | null
  readonly version: string
}

export interface ReplacedSettings extends Restorable {
  readonly after: SettingsEntry
}

interface NamedChange {
  readonly model: string
  readonly change: SettingsChange
}

/** Far more than would ever write the same settings at once. */
const maxAttempts = 1000

const always: Precondition = () => true

/** Retries a change when another one was quicker. Keeps nothing in memory. */
export function createSettingsStore(repository: SettingsRepository, clock: Clock): SettingsStore {
  const find = (model: string) => repository.find(comparableName(model))

  async function findMatching(model: string, ifMatch: Precondition): Promise<StoredSettings | null> {
    const saved = await find(model)
    if (ifMatch(saved?.version ?? null)) return saved
    throw new DashboardError('precondition_failed', `The settings of "${model}" were changed by someone else.`, {
      hint: 'Reload them and try again.',
    })
  }

  const allByKey = async () => new Map((await repository.all()).map((stored) => [stored.key, stored]))

  function changeTo(
    model: string,
    before: StoredSettings | null,
    entry: SettingsEntry | null,
    { actor, how }: ChangeOrigin,
  ): SettingsChange {
    const changed = changedSettings(before?.entry.settings, entry?.settings)
    return {
      key: comparableName(model),
      entry,
      replaces: before?.version ?? null,
      ...(changed.length > 0 && { made: { actor, how, at: timestamp(clock.now()), changed } }),
    }
  }

  /** Null where somebody was quicker. */
  async function applyAll(changes: readonly NamedChange[], { onChanged }: ChangeOrigin) {
    const versions = changes.length === 0 ? [] : await repository.apply(changes.map(({ change }) => change))
    if (versions && onChanged) {
      onChanged(changes.flatMap(({ model, change: { made } }) => (made ? [{ model, changed: made.changed }] : [])))
    }
    return versions
  }

  return {
    find,

    changeOne: (model, changed, origin, ifMatch = always) =>
      untilUnchanged(async () => {
        const before = await findMatching(model, ifMatch)
        const entry = changed(before?.entry ?? null)
        if (entry === (before?.entry ?? null)) return { before, after: before }
        const change = changeTo(model, before, entry, origin)
        const versions = await applyAll([{ model: entry?.model ?? model, change }], origin)
        const version = versions?.[0]
        if (version === undefined) return null
        return { before, after: entry && { entry, version } }
      }),

    changeMany: (change, origin) =>
      untilUnchanged(async () => {
        const saved = await allByKey()
        const entries = change(new Map([...saved].map(([key, { entry }]) => [key, entry])))
        const changes = entries.map((after) => {
          const before = saved.get(comparableName(after.model)) ?? null
          return { after, before }
        })
        const versions = await applyAll(
          changes.map(({ after, before }) => ({
            model: after.model,
            change: changeTo(after.model, before, after, origin),
          })),
          origin,
        )
        return versions && changes.map(({ after, before }, index) => replacedBy(after, before, versions[index]))
      }),

    restore: (replaced, origin) =>
      untilUnchanged(async () => {
        const saved = await allByKey()
        const changes = replaced.flatMap(({ model, before, version }) => {
          const now = saved.get(comparableName(model))
          return now?.version === version ? [{ model, change: changeTo(model, now, before, origin) }] : []
        })
        const versions = await applyAll(changes, origin)
        return versions && changes.map(({ model }) => model)
      }),
  }
}

// A version comes back for each change.
const replacedBy = (after: SettingsEntry, before: StoredSettings | null, version = ''): ReplacedSettings => ({
  model: after.model,
  before: before?.entry ?? null,
  after,
  version,
})

/** Tries again as long as it gives null: somebody was quicker, and so got on. */
async function untilUnchanged<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let count = 0; count < maxAttempts; count += 1) {
    const made = await attempt()
    if (made !== null) return made
  }
  throw new DashboardError('internal', 'The settings keep changing.', { hint: 'Try again.' })
}

export const nothingSavedFor = (model: string): DashboardError =>
  new DashboardError('settings_not_found', `No saved settings for "${model}".`)

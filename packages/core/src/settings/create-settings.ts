import {
  type ChangeWay,
  comparableName,
  type ImportResult,
  type Recommendation,
  type SettingsEntry,
} from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { type Actor, type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { seenOf, sees } from '../kernel/rights/sees.ts'
import { distinctModels } from '../models/actions/distinct-models.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { mayApply } from './advice/needed-settings.ts'
import type { AllRecommended } from './advice/settings-advice.ts'
import type { ChangeOrigin } from './changed-settings.ts'
import type { SettingsFile } from './file/settings-file.ts'
import type { ImportOptions } from './file/take-in.ts'
import type { ImportInput, Settings, SettingsOptions } from './settings.ts'
import { changeOfSettings } from './told-settings.ts'

/** Changes on a page of the history, where nobody says how many. */
const pageLength = 20

export function createSettings({ saved, history, advice, instances, events, clock }: SettingsOptions): Settings {
  function announce(
    type: 'settings.saved' | 'settings.removed',
    { actor }: CallContext,
    instance: string | undefined,
    what: { readonly model?: string; readonly detail?: string },
  ) {
    events.announce({ type, instance: instances.find(instance).name, ...what }, actor)
  }

  /** How models are spelt: as Ollama does where they are installed, the first server that has one before the others. */
  function spelling(): (name: string) => string {
    const installed = instances.all().flatMap(({ installed }) => installed.current().value ?? [])
    const names = new Map(installed.toReversed().map(({ name }) => [comparableName(name), name]))
    return (name) => names.get(comparableName(name)) ?? normalizeModelName(name)
  }

  const recommendedEntry = ({ model, settings }: Recommendation, { actor }: CallContext): SettingsEntry => ({
    model,
    settings,
    source: 'recommended',
    updated_at: timestamp(clock.now()),
    updated_by: keyIdOf(actor),
  })

  async function imported(
    context: CallContext,
    { instance, dryRun, undo }: ImportInput,
    take: (origin: ChangeOrigin, options: ImportOptions) => Promise<ImportResult>,
  ): Promise<ImportResult> {
    instances.find(instance)
    const isTaken = (model: string) => sees(context.actor, { model })
    const how = { dryRun, spelled: spelling(), ...(context.actor.grant && { isTaken }) }
    const result = await take(originOf(context, undo ? 'undone' : 'imported'), how)
    const detail = `imported for ${modelCount(result.imported)}`
    if (result.imported > 0 && !dryRun) announce('settings.saved', context, instance, { detail })
    return result
  }

  async function recommendedOf(instance: Instance, name: string): Promise<Recommendation> {
    const { entry } = await saved.find(name)
    return advice.recommended(instance, normalizeModelName(name), entry.settings)
  }

  async function allRecommendedOf(instance: Instance, { actor, signal }: CallContext): Promise<AllRecommended> {
    const entries = new Map((await saved.list()).map((entry) => [comparableName(entry.model), entry]))
    const savedOf = (model: string) => entries.get(comparableName(model))?.settings ?? {}
    return advice.allRecommended(instance, { savedOf, isMeant: (model) => sees(actor, { model }), signal })
  }

  return {
    list: async ({ actor }) => seenOf(actor, await saved.list(), ({ model }) => ({ model })),
    find: (_, { model }) => saved.find(model),

    async save(context, { model: name, patch, instance, undo, ifMatch }) {
      // Before anything is saved: an unknown server is no reason to.
      instances.find(instance)
      const model = spelling()(name)
      const made = await saved.merge(model, patch, originOf(context, undo ? 'undone' : 'saved'), ifMatch)
      if (made.outcome === 'changed') announce('settings.saved', context, instance, { model })
      if (made.outcome === 'removed') announce('settings.removed', context, instance, { model })
      return made
    },

    async remove(context, { model: name, instance, undo, ifMatch }) {
      instances.find(instance)
      const { model } = await saved.remove(
        normalizeModelName(name),
        originOf(context, undo ? 'undone' : 'removed'),
        ifMatch,
      )
      announce('settings.removed', context, instance, { model })
      return model
    },

    async reset(context, { model: name, instance, ifMatch }) {
      const recommendation = await recommendedOf(instances.find(instance), name)
      const made = await saved.replace(recommendedEntry(recommendation, context), originOf(context, 'reset'), ifMatch)
      announce('settings.saved', context, instance, {
        model: made.entry.model,
        detail: 'Reset to recommended.',
      })
      return made
    },

    async copy(context, { from, to, instance }) {
      instances.find(instance)
      const targets = distinctModels(to, 'to').map(spelling())
      const copies = await saved.copy(normalizeModelName(from), targets, keyIdOf(context.actor))
      const detail = `Copied from "${normalizeModelName(from)}".`
      context.changed?.({ target: normalizeModelName(from), after: { copied_to: copies.map(({ model }) => model) } })
      for (const { model } of copies) announce('settings.saved', context, instance, { model, detail })
      return copies
    },

    async history(_, { model, limit = pageLength, before }) {
      const key = comparableName(normalizeModelName(model))
      const found = await history.page(key, { limit: limit + 1, before })
      const page = found.slice(0, limit)
      return { changes: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
    },

    async effective(_, { model: name, instance }) {
      const { entry } = await saved.find(name)
      return advice.effective(instances.find(instance), normalizeModelName(name), entry.settings)
    },
    recommended: async (_, { model, instance }) => recommendedOf(instances.find(instance), model),
    allRecommended: async (context, { instance } = {}) => allRecommendedOf(instances.find(instance), context),

    async applyAllRecommended(context, { overwrite = false, instance } = {}) {
      const { recommendations, errors } = await allRecommendedOf(instances.find(instance), context)
      const applied = await saved.replaceMany(
        (before) =>
          recommendations
            .filter((one) => mayApply(one, before.get(comparableName(one.model)), overwrite ? 'all' : 'not custom'))
            .map((one) => recommendedEntry(one, context)),
        originOf(context, 'recommended'),
      )
      const detail = `recommended settings applied to ${modelCount(applied.length)}`
      if (applied.length > 0) announce('settings.saved', context, instance, { detail })
      return {
        applied: applied.length,
        skipped: recommendations.length - applied.length,
        errors: [...errors],
        changes: applied.map(({ model, before, version }) => ({ model, before, version })),
      }
    },

    async undoApply(context, { changes, instance }) {
      instances.find(instance)
      const restored = await saved.restore(changes, originOf(context, 'undone'))
      const detail = `previous settings restored for ${modelCount(restored.length)}`
      if (restored.length > 0) announce('settings.saved', context, instance, { detail })
      const names = new Set(restored.map(comparableName))
      const kept = changes.flatMap(({ model }) => (names.has(comparableName(model)) ? [] : [model]))
      return { restored: restored.length, kept }
    },

    file: async ({ actor }) => seenFile(await saved.file(), actor),
    importFile: (context, { file, ...input }) => imported(context, input, (...how) => saved.importFile(file, ...how)),
    migrate: (context, { file = null, ...input } = {}) =>
      imported(context, input, (...how) => saved.migrate(file, ...how)),
  }
}

const seenFile = (file: SettingsFile, actor: Actor): SettingsFile =>
  actor.grant === null ? file : Object.fromEntries(Object.entries(file).filter(([model]) => sees(actor, { model })))

const originOf = (context: CallContext, how: ChangeWay): ChangeOrigin => ({
  actor: keyIdOf(context.actor),
  how,
  onChanged: (models) => context.changed?.(changeOfSettings(models)),
})

const modelCount = (count: number): string => (count === 1 ? '1 model' : `${count} models`)

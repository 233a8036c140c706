import {
  type DeletePreview,
  type LoadPlan,
  type Model,
  type ModelInfo,
  type ModelsActivity,
  parseModelName,
  type RunningModels,
} from '@ollama-dashboard/contracts'
import type { Actor } from '../../kernel/call-context.ts'
import { narrowed, seenOf, sees } from '../../kernel/rights/sees.ts'

type Seeing = Pick<Actor, 'grant'>

/** A model without the name of what it was made from, where that is hidden. */
function withoutHidden<M extends Model>(model: M, actor: Seeing): M {
  const { parent_model } = model.details
  if (!parent_model || sees(actor, { model: parent_model })) return model
  return { ...model, details: { ...model.details, parent_model: null } }
}

interface ModelList<M extends Model> extends Omit<RunningModels, 'models'> {
  models: M[]
}

/** Lists of models for actors whose view is narrowed: made once for each list and grant. */
export const narrowedList = <M extends Model>() =>
  narrowed<ModelList<M>>((list, actor) => ({
    ...list,
    models: list.models
      .filter(({ name, instance }) => sees(actor, { model: name, instance }))
      .map((model) => withoutHidden(model, actor)),
  }))

/** Copies share what Ollama shows, which names the one that it was asked of first. */
export function seenInfo(info: ModelInfo, { actor }: { readonly actor: Seeing }): ModelInfo {
  if (actor.grant === null) return info
  const model = withoutHidden(info.model, actor)
  const named = (line: string, begin: string, name: string) =>
    parseModelName(name) === null || sees(actor, { model: name }) ? line : `${begin}${model.name}`
  return { ...info, model, modelfile: info.modelfile?.replaceAll(/^((?:# )?FROM )(\S+)$/gm, named) ?? null }
}

export const seenActivity = (activity: ModelsActivity, { actor }: { readonly actor: Seeing }): ModelsActivity => ({
  ...activity,
  models: [...seenOf(actor, activity.models, ({ model }) => ({ model }))],
})

/**
 * Memory is that of the whole server, and what fits is told as it is. Which models would make room is left out where they
 * are hidden: to such an actor they are other programs that hold memory.
 */
export function seenPlan(plan: LoadPlan, { actor }: { readonly actor: Seeing }): LoadPlan {
  if (actor.grant === null) return plan
  const seen = <U extends { readonly model: string }>(unloads: readonly U[] | null) =>
    unloads && [...seenOf(actor, unloads, ({ model }) => ({ model }))]
  return {
    models: plan.models.map((one) => ({ ...one, unloads: seen(one.unloads) })),
    in_sequence: { ...plan.in_sequence, unloads: seen(plan.in_sequence.unloads) },
  }
}

export const seenPreview = (
  preview: Omit<DeletePreview, 'saved_settings'>,
  { actor }: { readonly actor: Seeing },
): Omit<DeletePreview, 'saved_settings'> => ({
  ...preview,
  shared_with: [...seenOf(actor, preview.shared_with, (model) => ({ model }))],
})

import { ApiError } from '@ollama-dashboard/client'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { modelInfoQuery, runningQuery } from '../../../lib/queries/models.ts'
import { effectiveSettingsQuery } from '../../../lib/queries/settings.ts'
import { pruneEdits, rebase, useBases, useEdits } from '../../../lib/settings-drafts.ts'
import { recommendedSettingsQuery, settingsQuery } from './queries.ts'
import { changedFields, type FieldState, fieldStates, isIdle, type Rejection, savedTexts } from './settings-fields.ts'
import { useSaveSettings } from './use-save-settings.ts'

export type SettingsForm = ReturnType<typeof useSettingsForm>

/** All that the form of a model's settings shows; `entry` is undefined until it is known what is saved. */
export function useSettingsForm(model: string) {
  const instance = useInstance()
  const saved = useQuery(settingsQuery(model))
  // Without its memory, which is read again and again.
  const info = useQuery({ ...modelInfoQuery(instance, model), select: ({ model }) => ({ model }) })
  const effective = useQuery(effectiveSettingsQuery(instance, model))
  const recommended = useQuery(recommendedSettingsQuery(instance, model))
  const { data: running = null } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.find(({ name }) => name === model) ?? null,
  })
  const edits = useEdits(model)
  const bases = useBases(model)
  const save = useSaveSettings(model)
  const rejected = useMemo(() => rejectionsOf(save.error, save.variables?.edits), [save.error, save.variables])
  const entry = saved.data
  const fields =
    entry &&
    fieldStates({
      entry,
      edits,
      bases,
      effective: effective.data ?? null,
      recommendation: recommended.data ?? null,
      rejected,
    })
  const settings = entry?.settings
  const settle = useCallback(
    () => settings && pruneEdits(model, (field, text) => isIdle(settings, field, text)),
    [model, settings],
  )
  useEffect(() => {
    const begun = Object.keys(edits).filter((field) => !Object.hasOwn(bases, field))
    if (settings && begun.length > 0) rebase(model, savedTexts(settings, begun))
  }, [model, settings, edits, bases])
  // What was saved meanwhile, here or elsewhere, is no change of this form any more.
  useEffect(() => {
    settle()
    return settle
  }, [settle])

  return {
    model,
    entry,
    fields,
    info: info.data ?? null,
    recommendation: recommended.data ?? null,
    state: running?.state ?? null,
    running: running?.state === 'loaded' ? running : null,
    /** The model is loaded with other values than are saved. */
    isOutdated: effective.data?.needs_restart === true,
    /** Nothing moves any more when all that helps is there, or will not come. */
    isReady: [saved, info, effective, recommended].every(({ isPending }) => !isPending),
    error: saved.error ?? (info.data ? null : info.error),
    recommendationError: recommended.error,
    save,
    /** Why saving failed, where no field can say it. */
    saveError: Object.keys(rejected).length > 0 ? null : save.error,
    /** Forgets texts that change nothing. */
    settle,
  }
}

/** `/body/stop/0`: the field is what comes first in the body. */
function rejectionsOf(error: unknown, edits: Readonly<Record<string, string>> = {}) {
  if (!(error instanceof ApiError)) return {}
  const found = error.fieldErrors.flatMap(({ path, message }): [string, Rejection][] => {
    const field = /^\/body\/(\w+)/.exec(path)?.[1]
    const text = field === undefined ? undefined : edits[field]
    return field === undefined || text === undefined ? [] : [[field, { text, message: asSentence(message) }]]
  })
  return Object.fromEntries(found)
}

const asSentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`

/** The changes that a loaded model takes up only when it is loaded anew. */
export function needsReload(form: Pick<SettingsForm, 'fields' | 'running' | 'info'>): FieldState[] {
  const { fields, running, info } = form
  if (!fields || !running) return []
  const trained = info?.model.context_length ?? null
  return changedFields(fields).filter(({ field, chosen, reloads, problem }) => {
    if (!reloads || chosen === null || problem !== null) return false
    if (field !== 'num_ctx' || running.allocated_context === null) return true
    return Math.min(Number(chosen), trained ?? Number(chosen)) !== running.allocated_context
  })
}

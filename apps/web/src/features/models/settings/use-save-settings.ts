import type { SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useModelAction } from '../../../lib/models/model-actions.ts'
import { notify } from '../../../lib/notices.ts'
import { changedBySaving } from '../../../lib/queries/settings.ts'
import { settingsQuery } from './queries.ts'
import { type Edits, editsOf, pruneEdits, rebase, setEdits } from './settings-drafts.ts'
import { diffPatch, inversePatch, isIdle, savedTexts } from './settings-fields.ts'

interface SaveRequest {
  readonly patch: SettingsPatch
  /** The texts that it was made of. */
  readonly edits: Edits
  readonly before: SettingsEntry
  /** Load the model anew with what is saved. */
  readonly restart: boolean
}

/** Saves what was typed. It goes on when the drawer is closed meanwhile. */
export function useSaveSettings(model: string) {
  const instance = useInstance()
  const client = useQueryClient()
  const { mutate: act } = useModelAction(instance)
  return useMutation({
    mutationFn: ({ patch }: SaveRequest) => save(instance, model, patch),
    onSuccess: (entry, { patch, before, restart }) => {
      rebase(model, savedTexts(entry.settings, Object.keys(patch)))
      client.setQueryData(settingsQuery(model).queryKey, entry)
      // The form itself does it as long as it is shown.
      pruneEdits(model, (field, text) => isIdle(entry.settings, field, text))
      if (restart) return act({ action: 'restart', model })
      const undo = undoOf(client, instance, model, inversePatch(patch, before.settings))
      notify({ kind: 'ok', title: `Settings of ${model} saved`, undo })
    },
    meta: { invalidates: changedBySaving },
  })
}

/** Puts what is recommended in place of what is saved and of what was typed. */
export function useResetSettings(model: string, onDone: () => void) {
  const instance = useInstance()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (_: SettingsEntry) => api.settings.reset({ params: { model }, query: instanceQuery(instance) }),
    onSuccess: (entry, before) => {
      const undo = undoOf(client, instance, model, diffPatch(entry.settings, before.settings), editsOf(model))
      setEdits(model, {})
      client.setQueryData(settingsQuery(model).queryKey, entry)
      notify({ kind: 'ok', title: `Settings of ${model} reset to recommended`, undo })
      onDone()
    },
    meta: { invalidates: changedBySaving },
  })
}

/** Takes away everything that is saved. */
export function useRemoveSettings(model: string) {
  const instance = useInstance()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (_: SettingsEntry) => api.settings.remove({ params: { model }, query: instanceQuery(instance) }),
    onSuccess: (_, before) => {
      const after = nothingSaved(before)
      const undo = undoOf(client, instance, model, diffPatch(after.settings, before.settings))
      client.setQueryData(settingsQuery(model).queryKey, after)
      notify({ kind: 'ok', title: `Settings of ${model} removed`, undo })
    },
    meta: { invalidates: changedBySaving },
  })
}

const save = (instance: InstanceName, model: string, patch: SettingsPatch): Promise<SettingsEntry> =>
  api.settings.save({ params: { model }, query: instanceQuery(instance), body: patch })

const nothingSaved = ({ model }: SettingsEntry): SettingsEntry => ({
  model,
  settings: {},
  source: 'default',
  updated_at: null,
  updated_by: null,
})

/** Takes a change back by its patch, and no other that was made since; `edits` are what was typed and given up for it. */
function undoOf(client: QueryClient, instance: InstanceName, model: string, back: SettingsPatch, edits: Edits = {}) {
  const run = async () => {
    try {
      const entry = await save(instance, model, back)
      rebase(model, savedTexts(entry.settings, Object.keys(back)))
      client.setQueryData(settingsQuery(model).queryKey, entry)
      setEdits(model, { ...edits, ...editsOf(model) })
    } catch (error) {
      notify({ kind: 'broken', title: `The settings of ${model} could not be restored`, error })
    }
    await invalidate(client, changedBySaving)
  }
  return { label: 'Undo', run: () => void run() }
}

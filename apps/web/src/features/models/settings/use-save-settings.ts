import { ApiError } from '@ollama-dashboard/client'
import type { SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useModelAction } from '../../../lib/models/model-actions.ts'
import { notify } from '../../../lib/notices.ts'
import { changedBySaving, ifUnchanged } from '../../../lib/queries/settings.ts'
import { type Edits, editsOf, pruneEdits, rebase, setEdits } from '../../../lib/settings-drafts.ts'
import { settingsQuery } from './queries.ts'
import { diffPatch, inversePatch, isIdle, overtakes, savedTexts } from './settings-fields.ts'

interface SaveRequest {
  readonly patch: SettingsPatch
  /** The texts that it was made of. */
  readonly edits: Edits
  /** What is saved, as the form shows it. */
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
    mutationFn: ({ patch, before }: SaveRequest) => saveOver(client, instance, model, before, patch),
    onSuccess: (entry, { patch, before, restart }) => {
      if (entry === null) return
      rebase(model, savedTexts(entry.settings, Object.keys(patch)))
      client.setQueryData(settingsQuery(model).queryKey, entry)
      // The form itself does it as long as it is shown.
      pruneEdits(model, (field, text) => isIdle(entry.settings, field, text))
      if (restart) return act({ action: 'restart', model })
      const undo = undoOf(client, instance, model, entry, inversePatch(patch, before.settings))
      notify({ kind: 'ok', title: `Settings of ${model} saved`, topic: 'save settings', undo })
    },
    meta: { invalidates: changedBySaving },
  })
}

/** Puts what is recommended in place of what is saved and of what was typed. */
export function useResetSettings(model: string, onDone: () => void) {
  const instance = useInstance()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (before: SettingsEntry) =>
      api.settings.reset({ params: { model }, query: instanceQuery(instance) }, ifUnchanged(before)),
    onSuccess: (entry, before) => {
      const undo = undoOf(client, instance, model, entry, diffPatch(entry.settings, before.settings), editsOf(model))
      setEdits(model, {})
      client.setQueryData(settingsQuery(model).queryKey, entry)
      notify({ kind: 'ok', title: `Settings of ${model} reset to recommended`, topic: 'reset settings', undo })
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
    mutationFn: async (before: SettingsEntry) => {
      await api.settings.remove({ params: { model }, query: instanceQuery(instance) }, ifUnchanged(before))
      return readSaved(client, model)
    },
    onSuccess: (after, before) => {
      const undo = undoOf(client, instance, model, after, diffPatch(after.settings, before.settings))
      notify({ kind: 'ok', title: `Settings of ${model} removed`, topic: 'remove settings', undo })
    },
    meta: { invalidates: changedBySaving },
  })
}

/** What is saved at this moment; the form shows it, too. */
const readSaved = (client: QueryClient, model: string): Promise<SettingsEntry> =>
  client.fetchQuery({ ...settingsQuery(model), staleTime: 0 })

/** More than people who save the same settings at the same time would ever need. */
const maxAttempts = 5

/**
 * Saves a patch over the settings that it was made for. If others were saved since, it reads them, and saves over them as
 * long as nobody changed a field of the patch. Null where somebody did: nothing is saved, and the form shows both values.
 */
async function saveOver(
  client: QueryClient,
  instance: InstanceName,
  model: string,
  before: SettingsEntry,
  patch: SettingsPatch,
  how: { readonly undo?: true } = {},
): Promise<SettingsEntry | null> {
  let known = before
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await api.settings.save(
        { params: { model }, query: { ...instanceQuery(instance), ...how }, body: patch },
        ifUnchanged(known),
      )
    } catch (error) {
      const isStale = error instanceof ApiError && error.code === 'precondition_failed'
      if (!isStale || attempt === maxAttempts) throw error
      known = await readSaved(client, model)
      if (overtakes(known.settings, { patch, before: before.settings })) return null
    }
  }
}

/** Takes a change back by its patch, and no other that was made since; `edits` are what was typed and given up for it. */
function undoOf(
  client: QueryClient,
  instance: InstanceName,
  model: string,
  after: SettingsEntry,
  back: SettingsPatch,
  edits: Edits = {},
) {
  const run = async () => {
    try {
      const entry = await saveOver(client, instance, model, after, back, { undo: true })
      if (entry === null)
        return notify({ kind: 'broken', title: `Not undone: the settings of ${model} were changed meanwhile` })
      rebase(model, savedTexts(entry.settings, Object.keys(back)))
      client.setQueryData(settingsQuery(model).queryKey, entry)
      setEdits(model, { ...edits, ...editsOf(model) })
    } catch (error) {
      notify({ kind: 'broken', title: `The settings of ${model} could not be restored`, error })
    } finally {
      await invalidate(client, changedBySaving)
    }
  }
  return { label: 'Undo', run }
}

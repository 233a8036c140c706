import { ApiError } from '@ollama-dashboard/client'
import type { SettingField, SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { notify } from '../../lib/notices.ts'
import { auditKeys } from '../../lib/queries/keys.ts'
import { changedBySaving, ifUnchanged } from '../../lib/queries/settings.ts'
import type { SettingsBack } from './put-back.ts'

/** Puts settings back to what they were before a change, as long as they are what the change made them. */
export const usePutBack = () =>
  useMutation({
    mutationFn: putBack,
    onSuccess: (entry, { model }) =>
      entry === null
        ? notify({
            kind: 'broken',
            title: `Not put back: the settings of ${model} were changed since. Its history has what was saved when.`,
          })
        : notify({ kind: 'ok', title: `Settings of ${model} put back`, topic: 'put back' }),
    onError: (error, { model }) =>
      notify({ kind: 'broken', title: `The settings of ${model} could not be put back`, error }),
    meta: { invalidates: [...changedBySaving, auditKeys.entries] },
  })

/** Resolves with what is saved then; null, and nothing is saved, where somebody changed one of these settings since. */
async function putBack({ model, before, after }: SettingsBack): Promise<SettingsEntry | null> {
  const saved = await api.settings.get({ params: { model } })
  if (!has(saved, after)) return null
  try {
    return await api.settings.save({ params: { model }, query: { undo: true }, body: before }, ifUnchanged(saved))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'precondition_failed') return null
    throw error
  }
}

const has = ({ settings }: SettingsEntry, values: SettingsPatch): boolean =>
  (Object.keys(values) as SettingField[]).every(
    (field) => JSON.stringify(settings[field] ?? null) === JSON.stringify(values[field]),
  )

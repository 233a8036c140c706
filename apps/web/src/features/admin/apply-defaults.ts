import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { comparableName, sameModel } from '@ollama-dashboard/contracts/parse-model-name'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { invalidate } from '../../lib/api/invalidate.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatCount } from '../../lib/format.ts'
import { jobEnded } from '../../lib/models/jobs.ts'
import { notify } from '../../lib/notices.ts'
import { ifUnchanged, savedSettingsQuery } from '../../lib/queries/settings.ts'
import type { SettingsFile } from './import/chosen-file.ts'
import { isNothing, isOfPerson, type ModelDefaults, missingValues } from './model-defaults.ts'
import { changedByDefaults } from './queries.ts'

/** Shows an entry at once; the list that is read again afterwards says the same. */
function remember(client: QueryClient, name: string, entry: SettingsEntry | null): void {
  client.setQueryData(savedSettingsQuery.queryKey, (list) => {
    if (!list) return list
    const others = list.settings.filter(({ model }) => !sameModel(model, name))
    return { settings: entry ? [...others, entry] : others }
  })
}

/** What is saved for some models at this moment. */
async function exportOf(names: readonly string[]): Promise<SettingsFile> {
  if (names.length === 0) return {}
  const wanted = new Set(names.map(comparableName))
  const file = await api.settings.export()
  return Object.fromEntries(Object.entries(file).filter(([model]) => wanted.has(comparableName(model))))
}

/**
 * Puts settings back as they were exported, with who saved them and when. Saving them again would make them this
 * person's, of now.
 */
function putBack(client: QueryClient, file: SettingsFile, instance: InstanceName): void {
  api.settings
    .import({ query: { ...instanceQuery(instance), undo: true }, body: { ...file } })
    .catch((error: unknown) => notify({ kind: 'broken', title: 'The settings could not be restored', error }))
    .finally(() => void invalidate(client, changedByDefaults))
}

/**
 * Gives a model what is recommended for it. What a person saved stays theirs: the recommended values are saved among
 * their other settings. Where nobody saved anything it is a reset, which marks the settings as recommended, so that
 * "Apply to all" may bring them up to date later.
 */
export function useApply() {
  const client = useQueryClient()
  const instance = useInstance()
  return useMutation({
    mutationFn: async ({ name, reasons }: ModelDefaults) => {
      const [before, file] = await Promise.all([readNow(name), exportOf([name])])
      const input = { params: { model: name }, query: instanceQuery(instance) }
      const after = isOfPerson(before, reasons)
        ? await api.settings.save({ ...input, body: missingValues(reasons, before.settings) }, ifUnchanged(before))
        : await api.settings.reset(input, ifUnchanged(before))
      return { before, file, after }
    },
    onSuccess: ({ before, file, after }, { name }) => {
      remember(client, name, after)
      const undo = () => {
        if (!isNothing(before)) return putBack(client, file, instance)
        api.settings
          .remove({ params: { model: name }, query: { ...instanceQuery(instance), undo: true } }, ifUnchanged(after))
          .catch((error: unknown) =>
            notify({ kind: 'broken', title: `The settings of ${name} could not be restored`, error }),
          )
          .finally(() => void invalidate(client, changedByDefaults))
      }
      notify({
        kind: 'ok',
        title: `Recommended settings applied to ${name}`,
        topic: 'apply',
        undo: { label: 'Undo', run: undo },
      })
    },
    onError: (error, { name }) =>
      notify({ kind: 'broken', title: `The settings of ${name} were not changed`, topic: 'apply', error }),
    meta: { invalidates: changedByDefaults },
  })
}

/** What is saved at this moment: the list may tell of it half a minute ago. */
const readNow = (name: string): Promise<SettingsEntry> => api.settings.get({ params: { model: name } })

export interface ApplyAll {
  /** Settings that people saved too. */
  readonly overwrite: boolean
}

export function useApplyAll() {
  const client = useQueryClient()
  const instance = useInstance()
  return useMutation({
    mutationFn: async ({ overwrite }: ApplyAll) => {
      const query = { wait: false, ...instanceQuery(instance) } as const
      const { job } = await api.settings.applyAllRecommended({ query, body: { overwrite } })
      const ended = await jobEnded(client, job)
      return ended.kind === 'apply' ? ended : null
    },
    onSuccess: (job) => {
      if (!job?.result) return
      const { applied, errors } = job.result
      const failed = errors.length > 0 ? ` ${countOf(errors.length)} failed.` : ''
      notify({
        kind: 'ok',
        title: `Recommended settings applied to ${countOf(applied)}.${failed}`,
        ...(applied > 0 && { undo: { label: 'Undo', run: () => void undoAll(client, job.id) } }),
      })
    },
    meta: { invalidates: changedByDefaults },
  })
}

/** Has the server put back what it replaced; what somebody changed since stays theirs. */
async function undoAll(client: QueryClient, job: string): Promise<void> {
  try {
    const { restored, kept } = await api.settings.undoApply({ body: { job } })
    const others = kept.length > 0 ? ` ${keptWords(kept)}` : ''
    notify({ kind: 'ok', title: `Previous settings restored for ${countOf(restored)}.${others}` })
  } catch (error) {
    notify({ kind: 'broken', title: 'The previous settings could not be restored', error })
  }
  await invalidate(client, changedByDefaults)
}

const keptWords = ([first, ...others]: readonly string[]): string =>
  others.length === 0
    ? `${first} was changed since and stays.`
    : `${countOf(others.length + 1)} were changed since and stay.`

/** Takes away what is saved for a model that is not there. */
export function useRemove() {
  const client = useQueryClient()
  const instance = useInstance()
  const needsImport = useMissing('settings.import')
  return useMutation({
    mutationFn: async ({ name }: ModelDefaults) => {
      const [before, file] = await Promise.all([readNow(name), exportOf([name])])
      await api.settings.remove({ params: { model: name }, query: instanceQuery(instance) }, ifUnchanged(before))
      return file
    },
    onSuccess: (file, { name }) => {
      remember(client, name, null)
      const undo = needsImport === null && { label: 'Undo', run: () => putBack(client, file, instance) }
      notify({
        kind: 'ok',
        title: `Saved settings of ${name} removed`,
        topic: 'remove settings',
        ...(undo && { undo }),
      })
    },
    onError: (error, { name }) =>
      notify({
        kind: 'broken',
        title: `The settings of ${name} could not be removed`,
        topic: 'remove settings',
        error,
      }),
    meta: { invalidates: changedByDefaults },
  })
}

export const countOf = (count: number): string => (count === 1 ? '1 model' : `${formatCount(count)} models`)

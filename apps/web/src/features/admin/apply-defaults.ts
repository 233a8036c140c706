import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { comparableName, sameModel } from '@ollama-dashboard/contracts/parse-model-name'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, endpoints } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { invalidate } from '../../lib/api/invalidate.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissingRole } from '../../lib/api/use-permission.ts'
import { formatCount } from '../../lib/format.ts'
import { jobEnded } from '../../lib/models/jobs.ts'
import { notify } from '../../lib/notices.ts'
import { ifUnchanged } from '../../lib/queries/settings.ts'
import type { SettingsFile } from './import/chosen-file.ts'
import { isNothing, isOfPerson, type ModelDefaults } from './model-defaults.ts'
import { changedByDefaults, savedSettingsQuery } from './queries.ts'

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
    .import({ query: instanceQuery(instance), body: { ...file } })
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
    mutationFn: async ({ name, recommended }: ModelDefaults) => {
      const [before, file] = await Promise.all([readNow(name), exportOf([name])])
      const input = { params: { model: name }, query: instanceQuery(instance) }
      const after = isOfPerson(before, recommended ?? {})
        ? await api.settings.save({ ...input, body: { ...recommended } }, ifUnchanged(before))
        : await api.settings.reset(input, ifUnchanged(before))
      return { before, file, after }
    },
    onSuccess: ({ before, file, after }, { name }) => {
      remember(client, name, after)
      const undo = () => {
        if (!isNothing(before)) return putBack(client, file, instance)
        api.settings
          .remove({ params: { model: name }, query: instanceQuery(instance) }, ifUnchanged(after))
          .catch((error: unknown) =>
            notify({ kind: 'broken', title: `The settings of ${name} could not be restored`, error }),
          )
          .finally(() => void invalidate(client, changedByDefaults))
      }
      notify({ kind: 'ok', title: `Recommended settings applied to ${name}`, undo: { label: 'Undo', run: undo } })
    },
    onError: (error, { name }) => notify({ kind: 'broken', title: `The settings of ${name} were not changed`, error }),
    meta: { invalidates: changedByDefaults },
  })
}

/** What is saved at this moment: the list may tell of it half a minute ago. */
const readNow = (name: string): Promise<SettingsEntry> => api.settings.get({ params: { model: name } })

export interface ApplyAll {
  readonly overwrite: boolean
  /** The models whose settings are overwritten, to put these back. */
  readonly replaced: readonly string[]
}

export function useApplyAll() {
  const client = useQueryClient()
  const instance = useInstance()
  return useMutation({
    mutationFn: async ({ overwrite, replaced }: ApplyAll) => {
      const before = await exportOf(replaced)
      const query = { wait: false, ...instanceQuery(instance) } as const
      const { job } = await api.settings.applyAllRecommended({ query, body: { overwrite } })
      const ended = await jobEnded(client, job)
      const result = ended.kind === 'apply' ? ended.result : undefined
      return { before, ...(result ?? { applied: 0, errors: [] }) }
    },
    onSuccess: ({ before, applied, errors }) => {
      const count = Object.keys(before).length
      const failed = errors.length > 0 ? ` ${countOf(errors.length)} failed.` : ''
      const undo = {
        label: `Restore previous settings of ${countOf(count)}`,
        run: () => putBack(client, before, instance),
      }
      notify({
        kind: 'ok',
        title: `Recommended settings applied to ${countOf(applied)}.${failed}`,
        ...(count > 0 && { undo }),
      })
    },
    meta: { invalidates: changedByDefaults },
  })
}

/** Takes away what is saved for a model that is not there. */
export function useRemove() {
  const client = useQueryClient()
  const instance = useInstance()
  const needsImport = useMissingRole(endpoints.settings.import)
  return useMutation({
    mutationFn: async ({ name }: ModelDefaults) => {
      const [before, file] = await Promise.all([readNow(name), exportOf([name])])
      await api.settings.remove({ params: { model: name }, query: instanceQuery(instance) }, ifUnchanged(before))
      return file
    },
    onSuccess: (file, { name }) => {
      remember(client, name, null)
      const undo = needsImport === null && { label: 'Undo', run: () => putBack(client, file, instance) }
      notify({ kind: 'ok', title: `Saved settings of ${name} removed`, ...(undo && { undo }) })
    },
    onError: (error, { name }) =>
      notify({ kind: 'broken', title: `The settings of ${name} could not be removed`, error }),
    meta: { invalidates: changedByDefaults },
  })
}

export const countOf = (count: number): string => (count === 1 ? '1 model' : `${formatCount(count)} models`)

import type { Preset } from '@ollama-dashboard/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { invalidate } from '../../../lib/api/invalidate.ts'
import { notify } from '../../../lib/notices.ts'
import { chatKeys } from '../../../lib/queries/keys.ts'

const meta = { invalidates: [chatKeys.presets] }

type Contents = Pick<Preset, 'name' | 'system'>

/** Keeps a system prompt under a name. Why that failed is shown where it was asked for. */
export const useCreatePreset = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ name, system }: Contents) => api.presets.create({ body: { name, system } }),
    onSuccess({ name }) {
      onDone()
      notify({ kind: 'ok', title: `“${name}” saved` })
    },
    meta,
  })

const replace = ({ id, name, system }: Contents & Pick<Preset, 'id'>) =>
  api.presets.replace({ params: { id }, body: { name, system } })

export const useRenamePreset = () =>
  useMutation({
    mutationFn: ({ preset, name }: { readonly preset: Preset; readonly name: string }) => replace({ ...preset, name }),
    onError: (error) => notify({ kind: 'broken', title: 'The preset was not renamed', error }),
    meta,
  })

/** Gives a preset another text, and can put back the one that it had. */
export function useUpdatePreset() {
  const takeBack = useTakeBack()
  return useMutation({
    mutationFn: ({ preset, system }: { readonly preset: Preset; readonly system: string }) =>
      replace({ ...preset, system }),
    onSuccess: (_, { preset }) =>
      notify({ kind: 'ok', title: `“${preset.name}” updated`, undo: takeBack(preset.name, () => replace(preset)) }),
    onError: (error) => notify({ kind: 'broken', title: 'The preset was not updated', error }),
    meta,
  })
}

/** Deletes a preset, and can bring it back. */
export function useDeletePreset() {
  const takeBack = useTakeBack()
  return useMutation({
    mutationFn: ({ id }: Preset) => api.presets.delete({ params: { id } }),
    onSuccess(_, { name, system }) {
      const undo = takeBack(name, () => api.presets.create({ body: { name, system } }))
      notify({ kind: 'ok', title: `“${name}” deleted`, undo })
    },
    onError: (error) => notify({ kind: 'broken', title: 'The preset was not deleted', error }),
    meta,
  })
}

/** What a notice offers, also when the dialog is closed by then. */
function useTakeBack() {
  const client = useQueryClient()
  return (name: string, work: () => Promise<unknown>) => {
    const run = async () => {
      try {
        await work()
      } catch (error) {
        notify({ kind: 'broken', title: `“${name}” could not be restored`, error, undo })
      }
      await invalidate(client, meta.invalidates)
    }
    const undo = { label: 'Undo', run: () => void run() }
    return undo
  }
}

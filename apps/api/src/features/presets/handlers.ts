import type { HandlersOf } from '../features.ts'

export const presetHandlers: HandlersOf<'presets'> = ({ core: { presets } }) => ({
  list: async (_, { context }) => ({ presets: [...(await presets.list(context))] }),
  create: ({ body }, { context }) => presets.create(context, body),
  replace: ({ params, body }, { context }) => presets.replace(context, { ...params, ...body }),
  async delete({ params }, { context }) {
    const name = await presets.remove(context, params)
    return { success: true, message: `Preset "${name}" deleted.` }
  },
})

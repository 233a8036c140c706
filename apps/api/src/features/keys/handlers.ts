import type { HandlersOf } from '../features.ts'

export const keyHandlers: HandlersOf<'keys'> = ({ core: { keys } }) => ({
  list: async (_, { context }) => ({ keys: [...(await keys.list(context))] }),
  names: async (_, { context }) => ({ names: await keys.names(context) }),
  create: ({ body }, { context }) => keys.create(context, body),
  update: ({ params, body }, { context }) => keys.update(context, { ...params, ...body }),
  rotate: ({ params, body }, { context }) => keys.rotate(context, { ...params, ...body }),
  async revoke({ params }, { context }) {
    const name = await keys.revoke(context, params)
    return { success: true, message: `Key "${name}" revoked.` }
  },
})

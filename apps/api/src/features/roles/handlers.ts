import type { HandlersOf } from '../features.ts'

export const roleHandlers: HandlersOf<'roles'> = ({ core: { roles } }) => ({
  list: async (_, { context }) => ({ roles: [...(await roles.list(context))] }),
  create: ({ body }, { context }) => roles.create(context, body),
  update: ({ params, body }, { context }) => roles.update(context, { ...params, ...body }),
  async delete({ params }, { context }) {
    await roles.remove(context, params)
    return { success: true, message: `Role "${params.name}" deleted.` }
  },
})

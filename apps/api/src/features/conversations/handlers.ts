import type { HandlersOf } from '../features.ts'

export const conversationHandlers: HandlersOf<'conversations'> = ({ core: { chat, conversations }, streams }) => ({
  list: ({ query }, { context }) => conversations.page(context, query),
  get: ({ params }, { context }) => conversations.find(context, params),
  save: async ({ body }, { context }) => ({ success: true, id: await conversations.save(context, body) }),
  followReply({ params, query }, { context, reply }) {
    streams.enter(reply.request, reply)
    return chat.follow(context, { ...params, ...query })
  },
  async stopReply({ params }, { context }) {
    await chat.stop(context, params)
    return { success: true, message: 'Reply stopped.' }
  },
  suggestTitle: async ({ params, query }, { context }) => ({
    title: await chat.suggestTitle(context, { ...params, ...query }),
  }),
  update: ({ params, body }, { context }) => conversations.update(context, { ...params, ...body }),
  async delete({ params }, { context }) {
    await conversations.remove(context, params)
    return { success: true, message: 'Chat deleted.' }
  },
  async deleteAll(_, { context }) {
    const deleted = await conversations.removeAll(context)
    return {
      success: true,
      message: deleted === 1 ? '1 chat deleted.' : `${deleted} chats deleted.`,
      deleted,
    }
  },
  import: ({ body }, { context }) => conversations.importAll(context, { entries: body.sessions }),
})

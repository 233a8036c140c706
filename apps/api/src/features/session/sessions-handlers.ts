import type { HandlersOf } from '../features.ts'

export const sessionsHandlers: HandlersOf<'sessions'> = ({ core: { sessions } }) => ({
  async list(_, { context, reply }) {
    const own = reply.request.session?.id
    const listed = await sessions.list(context)
    return { sessions: listed.map((session) => ({ ...session, is_current: session.id === own })) }
  },
  async end({ params }, { context }) {
    await sessions.endListed(context, params)
    return { success: true, message: 'Signed out.' }
  },
})

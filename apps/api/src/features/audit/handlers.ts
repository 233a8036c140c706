import type { HandlersOf } from '../features.ts'

export const auditHandlers: HandlersOf<'audit'> = ({ core: { audit } }) => ({
  list: ({ query }, { context }) => audit.list(context, query),
  export({ query }, { context, reply }) {
    reply.header('content-disposition', 'attachment; filename="audit.jsonl"')
    return audit.export(context, query)
  },
  verify: (_, { context }) => audit.verify(context),
})

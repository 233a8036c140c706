import { EventAnswer } from '../../http/answers/event-answer.ts'
import type { HandlersOf } from '../features.ts'

export const serviceHandlers: HandlersOf<'service'> = ({ core: { service } }) => ({
  status: ({ query }, { context }) => service.status(context, query),
  start: ({ query }, { context }) => service.start(context, query),
  stop: ({ query }, { context }) => service.stop(context, query),
  restart: ({ query }, { context }) => service.restart(context, query),

  logs({ query: { follow, ...query } }, { reply, context, isHead }) {
    const wantsEvents = follow ?? reply.request.headers.accept?.includes('text/event-stream') ?? false
    return wantsEvents && !isHead ? new EventAnswer(service.followLogs(context, query)) : service.logs(context, query)
  },
})

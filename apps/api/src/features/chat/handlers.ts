import { SingleAnswer } from '../../http/answers/single-answer.ts'
import type { HandlersOf } from '../features.ts'
import { wholeReply } from './whole-reply.ts'

export const chatHandlers: HandlersOf<'chat'> = ({ core: { chat } }) => ({
  send({ query, body }, { context, reply }) {
    if (body.detached) {
      reply.status(202)
      return new SingleAnswer(chat.begin(context, { ...query, request: body }))
    }
    const lines = chat.send(context, { ...query, request: body })
    return body.stream === false ? new SingleAnswer(wholeReply(lines)) : lines
  },
})

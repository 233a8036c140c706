import { type Static, Type } from '@sinclair/typebox'
import { Named, NamedClosed } from './common.ts'
import { limits } from './limits.ts'
import { StringEnum } from './string-enum.ts'

export const Text = Type.String({ maxLength: limits.messageLength })
/** Base64, as Ollama takes it; 20 MB of all together is checked apart. */
export const Images = Type.Array(Type.String({ minLength: 1 }), { maxItems: limits.images })

export const ToolCall = Named('ToolCall', {
  id: Type.Optional(Type.String()),
  function: Type.Object({
    name: Type.String(),
    arguments: Type.Record(Type.String(), Type.Unknown()),
    index: Type.Optional(Type.Integer()),
  }),
})

export const chatRoles = ['system', 'user', 'assistant', 'tool'] as const
export type ChatRole = (typeof chatRoles)[number]

export const message = {
  role: StringEnum(chatRoles, { title: 'ChatRole' }),
  content: Text,
  thinking: Type.Optional(Text),
  images: Type.Optional(Images),
  tool_calls: Type.Optional(Type.Array(ToolCall, { maxItems: 128 })),
  tool_name: Type.Optional(Type.String({ maxLength: 256 })),
  tool_call_id: Type.Optional(Type.String({ maxLength: 256 })),
}

/** A message as Ollama takes it. */
export const ChatMessage = NamedClosed('ChatMessage', message)
export type ChatMessage = Static<typeof ChatMessage>

/** A message in a request. `content` may be absent in one that calls tools. */
export const AskedMessage = NamedClosed('AskedMessage', { ...message, content: Type.Optional(Text) })

import type { ChatChunk } from '@ollama-dashboard/contracts'
import { JsonLine, objectOf, readSaid } from '@ollama-dashboard/core'

type Message = NonNullable<ChatChunk['message']>

/** A reply that came in lines as the one object that Ollama answers with `stream: false`. */
export async function wholeReply(lines: AsyncIterable<ChatChunk | JsonLine<ChatChunk>>): Promise<ChatChunk> {
  const content: string[] = []
  const thinking: string[] = []
  const toolCalls: unknown[] = []
  let last: ChatChunk | null = null
  for await (const line of lines) {
    last = line instanceof JsonLine ? line.value : line
    const said = readSaid(last)
    if (said.content !== '') content.push(said.content)
    if (said.thinking !== '') thinking.push(said.thinking)
    toolCalls.push(...said.toolCalls)
  }
  if (!last) throw new Error('A reply has a last line, or ends with a failure.')
  // What a server says beyond that is passed on.
  const { thinking: _, tool_calls: __, ...others } = objectOf(last.message)
  const thoughts = thinking.join('')
  return {
    ...last,
    message: {
      role: 'assistant',
      ...others,
      content: content.join(''),
      ...(thoughts !== '' && { thinking: thoughts }),
      ...(toolCalls.length > 0 && { tool_calls: toolCalls as NonNullable<Message['tool_calls']> }),
    },
  }
}

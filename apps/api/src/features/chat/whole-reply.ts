import type { ChatChunk } from '@ollama-dashboard/contracts'
import { JsonLine } from '@ollama-dashboard/core'

/** A reply that came in lines as the one object that Ollama answers with `stream: false`. */
export async function wholeReply(lines: AsyncIterable<ChatChunk | JsonLine<ChatChunk>>): Promise<ChatChunk> {
  const content: string[] = []
  const thinking: string[] = []
  const toolCalls: NonNullable<NonNullable<ChatChunk['message']>['tool_calls']> = []
  let last: ChatChunk | null = null
  for await (const line of lines) {
    const chunk = line instanceof JsonLine ? line.value : line
    content.push(chunk.message?.content ?? '')
    thinking.push(chunk.message?.thinking ?? '')
    toolCalls.push(...(chunk.message?.tool_calls ?? []))
    last = chunk
  }
  if (!last) throw new Error('A reply has a last line, or ends with a failure.')
  const thoughts = thinking.join('')
  return {
    ...last,
    message: {
      role: 'assistant',
      ...last.message,
      content: content.join(''),
      ...(thoughts !== '' && { thinking: thoughts }),
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    },
  }
}

import type { ChatLine } from '../ollama.ts'
import { countOf, isObject, objectOf, smallCountOf, textOf } from './json-value.ts'

/** What one line of a reply says. */
export type Said = Pick<ChatLine, 'content' | 'thinking' | 'toolCalls'>

/** Reads what the message of a line says, whatever a server has put there. */
export function readSaid(line: unknown): Said {
  const { content, thinking, tool_calls } = objectOf(objectOf(line)['message'])
  return {
    content: typeof content === 'string' ? content : '',
    thinking: typeof thinking === 'string' ? thinking : '',
    toolCalls: Array.isArray(tool_calls) ? tool_calls.slice(0, maxToolCalls).filter(isToolCall) : [],
  }
}

/** Reads a line of `/api/chat`. */
export function readChatLine(line: unknown, bytes: Uint8Array): ChatLine {
  const raw = objectOf(line)
  return {
    ...readSaid(raw),
    raw,
    bytes,
    done: raw['done'] === true,
    doneReason: textOf(raw['done_reason']),
    promptTokens: smallCountOf(raw['prompt_eval_count']),
    completionTokens: smallCountOf(raw['eval_count']),
    evalDurationNs: countOf(raw['eval_duration']),
    loadDurationNs: countOf(raw['load_duration']),
    promptDurationNs: countOf(raw['prompt_eval_duration']),
  }
}

/** Max tool calls of one message. */
export const maxToolCalls = 128

/** Something else would be kept with the conversation, and refused by Ollama with the next question. */
const isToolCall = (value: unknown): boolean => {
  const called = objectOf(objectOf(value)['function'])
  return typeof called['name'] === 'string' && isObject(called['arguments'])
}

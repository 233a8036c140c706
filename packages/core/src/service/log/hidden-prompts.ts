import type { ReadLine } from './log-line.ts'

/** Stands for lines that may hold what somebody asked a model, or was answered. */
export const notShown = 'Not shown: with OLLAMA_DEBUG, this may be part of a prompt or a reply.'

/** What Ollama logs texts of people under, at any level; where it logs their length instead, the value is a number. */
const texts =
  /\b(prompt|content|thinking|toolCalls|input|string|buffer|acc|events|messages|req|request|body|text)=(?:"(?:[^"\\]|\\.)*"?|(?!\d+(?:\s|$))\S+)/g

/** How lines begin that runners and libraries write of themselves, and Go when it panics. */
const ofPrograms =
  /^(?:\[GIN|Error: |panic: |fatal error: |goroutine \d|\s*at |ggml_|llama_|llm_|load_|print_info|clip_|ROCm|CUDA|cuda|Device \d| {2}Device|system_info|main: |Couldn't find|Your new public key|ssh-ed25519)/

/** A request as a runner of llama.cpp writes it down. */
const asJson = /"(?:messages|prompt|content)" *:/

/**
 * The text of a line without what people wrote; null where it may be all of it. What Ollama writes with `OLLAMA_DEBUG` keeps
 * its message, without the values behind it: prompts are among them (`llm/server.go`, `tokenizer`). Other lines are shown
 * while it is off, and those that are known of programs always.
 */
export function withoutPrompts({ text, level, isStructured }: ReadLine, isDebug: boolean): string | null {
  if (asJson.test(text)) return null
  if (isStructured && level === 'debug') return /^.*? msg=(?:"(?:[^"\\]|\\.)*"|\S+)/.exec(text)?.[0] ?? null
  if (isStructured) return text.replace(texts, '$1=…')
  return isDebug && text !== '' && !ofPrograms.test(text) ? null : text
}

import type { Traits } from '../ollama/ollama.ts'

/** In tokens. */
const minVisionContext = 2048

/**
 * The context in tokens that Ollama gives to whoever asks for one: enough for pictures where a model sees, and no more
 * than it was trained for. Source: `GetRunner` in server/sched.go and `NewLlamaServer` in llm/server.go, 0.24 to 0.33.
 */
export function effectiveContext(asked: number, { capabilities, contextLength }: Traits): number {
  const least = capabilities?.includes('vision') ? minVisionContext : asked
  return Math.min(Math.max(asked, least), contextLength ?? Number.POSITIVE_INFINITY)
}

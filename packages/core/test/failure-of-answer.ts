import { ollamaFailure } from '../src/ollama/errors/ollama-errors.ts'

/** What an answer of Ollama with this status and body means. */
export const failureOf = (
  status: number,
  body: unknown,
  context: Parameters<typeof ollamaFailure>[1] = { model: 'tiny' },
) => ollamaFailure({ status, body: typeof body === 'string' ? body : JSON.stringify(body) }, context)

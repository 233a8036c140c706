import type { LoadedModel } from '../../ollama/ollama.ts'

/** Two answers are not exactly as far apart as the moments at which they were made. */
const toleranceMs = 150

/**
 * Whether somebody used a model between two answers of `/api/ps`, `passedMs` apart: the end of a request moves the time at
 * which it is unloaded. Some servers that stand in for Ollama always tell "in five minutes": what moves just as the clock
 * does tells nothing.
 */
export function wasUsed(now: LoadedModel, before: LoadedModel | undefined, passedMs: number): boolean {
  if (!before) return true
  const movedMs = Date.parse(now.expiresAt ?? '') - Date.parse(before.expiresAt ?? '')
  return movedMs > 0 && Math.abs(movedMs - passedMs) > toleranceMs
}

import type { Dispatcher } from 'undici'
import { notOllama } from './errors/ollama-errors.ts'
import { compressedAnswer } from './errors/proxy-answers.ts'

type Headers = Dispatcher.ResponseData['headers']

/** The first one where a header came several times. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/** Throws for an answer that can hold nothing of Ollama's. */
export function expectReadable(headers: Headers): void {
  // Sign-in pages and routers answer like that; Ollama never does.
  if (headerOf(headers, 'content-type')?.includes('text/html')) throw notOllama()
  if ((headerOf(headers, 'content-encoding') ?? 'identity') !== 'identity') throw compressedAnswer()
}

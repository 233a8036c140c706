import type { Dispatcher } from 'undici'
import { notOllama } from './errors/ollama-errors.ts'
import { compressedAnswer } from './errors/proxy-answers.ts'

type Headers = Dispatcher.ResponseData['headers']

/** The first one where a header came several times. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/** Types and codings are written in any case: RFC 9110, 8.3.1 and 8.4.1. Empty where there is none. */
const wordOf = (headers: Headers, name: string): string => (headerOf(headers, name) ?? '').trim().toLowerCase()

/** Throws for an answer that can hold nothing of Ollama's. */
export function expectReadable(headers: Headers): void {
  // Sign-in pages and routers answer like that; Ollama never does.
  if (wordOf(headers, 'content-type').includes('text/html')) throw notOllama()
  if (!['', 'identity'].includes(wordOf(headers, 'content-encoding'))) throw compressedAnswer()
}

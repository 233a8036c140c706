import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage<string>()

/** Runs something as part of a trace: what it asks of Ollama carries this W3C `traceparent`. */
export const withTraceparent = <T>(traceparent: string, run: () => T): T => storage.run(traceparent, run)

export const currentTraceparent = (): string | undefined => storage.getStore()

/** As problem documents name it; empty outside a trace. */
export const currentTraceId = (): string => currentTraceparent()?.split('-')[1] ?? ''

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultKind } from '../faults.ts'

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly body: Buffer
  /** Aborts when the caller hangs up before the end. */
  readonly signal: AbortSignal
  readonly fault: FaultKind | undefined
}

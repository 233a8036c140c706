import type { ChatCaller } from '@ollama-dashboard/core'
import type { Call } from '../../http/call.ts'

/** An admin sees every session. */
export const callerOf = ({ principal, keyId, signal }: Call): ChatCaller => ({
  keyId,
  seesAll: principal?.role === 'admin',
  signal,
})

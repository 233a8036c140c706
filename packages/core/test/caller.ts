import type { Actor, CallContext } from '../src/kernel/call-context.ts'

const never = new AbortController().signal

/** Somebody who uses a key, and stays until the signal aborts. */
export const caller = (
  signal: AbortSignal = never,
  { id = 'laptop', role = 'admin' }: Partial<Actor> = {},
): CallContext => ({
  actor: { id, role, via: 'key' },
  signal,
})

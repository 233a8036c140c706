import type { Actor, CallContext } from '../src/kernel/call-context.ts'

const never = new AbortController().signal

/** Somebody who uses a key, and stays until the signal aborts. */
export const caller = (
  signal: AbortSignal = never,
  { id = 'laptop', name = id, role = 'admin' }: Partial<Actor> = {},
): CallContext => ({
  actor: { id, name, role, via: 'key', address: '127.0.0.1' },
  signal,
})

import type { Grant, Role } from '@ollama-dashboard/contracts'
import type { Actor, CallContext } from '../src/kernel/call-context.ts'
import { holdGrant } from '../src/kernel/rights/held-grant.ts'
import { rightsOf } from '../src/kernel/rights/rights.ts'

const never = new AbortController().signal

/** Somebody who uses a key, and stays until the signal aborts. */
export const caller = (
  signal: AbortSignal = never,
  { id = 'laptop', name = id, role = 'admin', ...more }: Partial<Actor> & { readonly role?: Role } = {},
): CallContext => ({
  actor: { id, name, ...rightsOf(role), via: 'key', address: '127.0.0.1', ...more },
  signal,
})

/** Somebody whose key sees only some models or servers. */
export const narrowedCaller = (grant: Grant, role: Role = 'admin'): CallContext =>
  caller(never, { id: 'narrowed', role, grant: holdGrant(grant) })

import { keyIdOf } from '@ollama-dashboard/core'
import type { HandlersOf } from '../features.ts'

export const sessionHandlers: HandlersOf<'session'> = () => ({
  get: (_, { actor }) => ({
    role: actor?.role ?? null,
    key_id: actor && keyIdOf(actor),
    via: actor?.via === 'key' ? 'key' : 'none',
  }),
})

import type { HandlersOf } from '../features.ts'

export const sessionHandlers: HandlersOf<'session'> = () => ({
  get: (_, { principal }) => ({
    role: principal?.role ?? null,
    key_id: principal?.keyId ?? null,
    via: principal?.via ?? 'none',
  }),
})

import type { contract } from '@ollama-dashboard/contracts'
import type { Handlers } from '../../http/endpoints.ts'

export const sessionHandlers = (): Handlers<typeof contract.session> => ({
  get: (_, { principal }) => ({
    role: principal?.role ?? null,
    key_id: principal?.keyId ?? null,
    via: principal?.via ?? 'none',
  }),
})

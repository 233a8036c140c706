import type { contract } from '@ollama-dashboard/contracts'
import { keyIdOf } from '@ollama-dashboard/core'
import type { Handlers } from '../../http/endpoints.ts'

export const sessionHandlers = (): Handlers<typeof contract.session> => ({
  get: (_, { actor }) => ({
    role: actor?.role ?? null,
    key_id: actor && keyIdOf(actor),
    via: actor?.via === 'key' ? 'key' : 'none',
  }),
})

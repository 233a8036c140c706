import { DashboardError, type Hide } from '@ollama-dashboard/core'
import type { FastifyRequest } from 'fastify'

/** Addresses are kept by browsers, proxies and logs, so that a key in one is a key that others have. Throws `validation_failed`. */
export function refuseKeyInAddress({ url }: FastifyRequest, hide: Hide): void {
  if (hide(url) === url) return
  throw new DashboardError('validation_failed', 'The address contains a key.', {
    hint: 'Send it as "Authorization: Bearer KEY". Replace this key: browsers and proxies keep addresses.',
    fieldErrors: [{ path: '/path', message: 'must not contain a key' }],
  })
}

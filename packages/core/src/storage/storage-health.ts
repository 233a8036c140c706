import type { Finding } from '../kernel/finding.ts'
import type { Storage } from './storage.ts'

export function storageHealth(storage: Pick<Storage, 'state'>): readonly Finding[] {
  const { failure, triedAt } = storage.state()
  const detail = failure ? `${failure.message} ${failure.hint ?? ''}`.trim() : 'The last write was successful.'
  return [{ name: 'storage', status: failure ? 'unhealthy' : 'healthy', detail, checkedAt: triedAt }]
}

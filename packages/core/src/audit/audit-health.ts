import { type Clock, timestamp } from '../kernel/clock.ts'
import type { Finding } from '../kernel/contributions.ts'
import type { AuditLog } from './audit-log.ts'
import type { AuditWriter } from './audit-writer.ts'

/** Without it nothing can be changed, which is a failure of the dashboard's own; it still shows what there is. */
export function auditHealth(
  { store, anchors }: Pick<AuditLog, 'store' | 'anchors'>,
  { waiting, lost }: Pick<AuditWriter, 'waiting' | 'lost'>,
  clock: Clock,
): readonly Finding[] {
  const finding = { name: 'audit', checkedAt: clock.now() }
  const given = lost > 0 ? ` ${entries(lost)} could not be kept.` : ''
  if (store.failure) {
    const { reason, since } = store.failure
    const kept = waiting > 0 ? ` ${entries(waiting)} will be written then.` : ''
    const detail = `Changes are refused since ${timestamp(since)}: ${reason}.${kept}${given}`
    return [{ ...finding, status: 'unhealthy', detail }]
  }
  if (store.disturbance || given) {
    return [{ ...finding, status: 'degraded', detail: `${store.disturbance ?? ''}${given}`.trim() }]
  }
  if (anchors?.failingSince) {
    const detail = `AUDIT_ANCHOR_URL cannot be reached since ${timestamp(anchors.failingSince)}.`
    return [{ ...finding, status: 'degraded', detail }]
  }
  return [{ ...finding, status: 'healthy', detail: 'Written before changes are answered.' }]
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`)

import type { AuditEntry, TimelineEntry } from '@ollama-dashboard/contracts'
import { sameModel } from '@ollama-dashboard/contracts'
import type { Audit } from '../../audit/audit.ts'
import type { TimelineSource } from '../timeline-source.ts'

/** So many entries may have been written between two that changed places, as those do that stand for several. */
const outOfOrder = 2000

/** Who did what. */
export const auditSource = (audit: Pick<Audit, 'byTime'>): TimelineSource => ({
  name: 'audit',
  kinds: ['audit'],
  permission: 'audit.list',
  isOfEverything: true,
  async page({ from, before: { at, key }, limit, instance, model, hint }, context) {
    const place = { at, seq: key === null ? null : Number(key) }
    const entries = await audit.byTime(context, {
      from,
      before: place,
      limit,
      through: hint,
      isWanted: (entry) =>
        (instance === undefined || entry.instance === null || entry.instance === instance) &&
        (model === undefined || (entry.target !== null && sameModel(entry.target, model))),
    })
    return entries.map((entry) => ({ entry: entryOf(entry), key: String(entry.seq), hint: entry.seq + outOfOrder }))
  },
})

const entryOf = ({ seq, time, actor, action, target, instance, outcome, code, count }: AuditEntry) =>
  ({
    id: `audit:${seq}`,
    at: time,
    ended_at: null,
    kind: 'audit',
    type: action,
    instance,
    model: action.startsWith('models.') || action.startsWith('settings.') ? target : null,
    by: actor.key_id,
    detail: detailOf(outcome, code, count),
    severity: outcome === 'refused' || outcome === 'failed' ? 'warning' : null,
    before: null,
    after: null,
    speeds: [],
  }) satisfies TimelineEntry

function detailOf(outcome: AuditEntry['outcome'], code: string | null, count: number): string {
  const how = code === null ? outcome : `${outcome}: ${code}`
  return count > 1 ? `${how}, ${count} times` : how
}

import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Change } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { createCounter } from '../kernel/metrics/counter.ts'
import { createAlikeEntries } from './alike-entries.ts'
import type { AuditConfig, OwnedAudit, PastEntry } from './audit.ts'
import { auditHealth } from './audit-health.ts'
import { type AuditLog, createAuditLog } from './audit-log.ts'
import { createAuditWriter } from './audit-writer.ts'
import { type AuditedCall, type CallOfAudit, fieldsOf } from './audited-call.ts'
import { actionOf, createJobEnds, type JobEnd } from './job-ends.ts'
import { type Anchors, createAnchors } from './log/anchors.ts'
import type { NewEntry } from './log/audit-line.ts'
import { createFileStore } from './log/file-store.ts'
import { createMemoryStore } from './log/memory-store.ts'

export interface AuditOptions {
  /** In memory when absent. */
  readonly audit?: AuditConfig
  /** What a demo has of the time before it, oldest first: until it is left, the log is in memory. Undefined outside of one. */
  readonly past: readonly PastEntry[] | undefined
  /** What a key is called; null for one that is not known any more. */
  readonly access: { nameOf(id: string): string | null }
  readonly events: EventBus
  readonly clock: Clock
  readonly background: Background
  readonly report?: ((error: unknown) => void) | undefined
}

const defaultMaxBytes = 67_108_864

/** Opens the log. One that cannot be written now does not keep the dashboard from starting: changes are refused. */
export async function openAudit(options: AuditOptions): Promise<OwnedAudit> {
  const { audit: config, past, access, events, clock, background } = options
  let log = past || !config ? inMemory(options) : inFile(config, options)
  const writer = createAuditWriter({ store: () => log.store, clock, background })
  const counted = createCounter({
    name: 'ollama_dashboard_audit_events_total',
    help: 'Entries of the audit log since the start, by action and outcome',
    labelNames: ['action', 'outcome'],
  })
  function append(entry: NewEntry): Promise<void> {
    counted.add({ action: entry.action, outcome: entry.outcome }, entry.count)
    return writer.append(entry)
  }
  const alike = createAlikeEntries({ append, clock, background })
  const ends = createJobEnds<CallOfAudit>(events, (end, who) => void keep(entryOfEnd(end, who)))

  const keep = (entry: NewEntry) => background.settle('audit log', append(entry))
  const now = () => timestamp(clock.now())

  function entryOfEnd({ job, outcome, code }: JobEnd, who: CallOfAudit | null): NewEntry {
    const { id, instance, created_by } = job
    const byOther = { key_id: created_by, role: null, address: null, via: created_by ? 'key' : 'none' } as const
    const name = created_by ? (access.nameOf(created_by) ?? created_by) : 'local'
    return {
      time: now(),
      actor: who?.actor ?? { ...byOther, name },
      action: actionOf(job),
      target: 'model' in job ? job.model : null,
      instance,
      outcome,
      code,
      count: 1,
      before: null,
      after: { job: id, ...(job.kind === 'bulk' && { models: job.models }) },
      trace_id: who?.trace_id ?? null,
    }
  }

  function call(of: CallOfAudit): AuditedCall {
    let change: Change | null = null
    let answered: ReturnType<typeof ends.begun> | null = null
    return {
      get isReported() {
        return change !== null
      },
      changed(more) {
        change = { ...change, ...more }
        if (more.job !== undefined) answered ??= ends.begun(more.job, of)
      },
      async end({ outcome, code, isChange }) {
        const { target = of.target, instance = of.instance, before, after, job } = change ?? {}
        const entry: NewEntry = {
          ...of,
          time: now(),
          target,
          instance,
          outcome,
          code,
          count: 1,
          before: fieldsOf(before),
          after: fieldsOf(job === undefined ? after : { job, ...after }),
        }
        const { key_id, address } = of.actor
        if (outcome === 'refused')
          await alike.note(JSON.stringify([key_id, address, of.action, code]), entry, { atOnce: true })
        else if (isChange) await append(entry)
        else await keep(entry)
        answered?.({ tellsEnd: outcome !== 'accepted' })
      },
    }
  }

  if (past) {
    for (const { at, ...entry } of past) await writer.append({ ...entry, time: timestamp(at) })
  } else await background.settle('audit log', log.store.head())

  return {
    expectWritable: writer.expectWritable,
    call,
    signInFailed({ address, trace_id }) {
      const actor = { key_id: null, name: 'unknown', role: null, address, via: 'none' } as const
      const entry = { actor, action: 'access.sign_in', target: null, instance: null, outcome: 'refused' } as const
      const more = { time: now(), code: 'unauthorized', count: 1, before: null, after: null, trace_id }
      void alike.note(JSON.stringify(['access.sign_in', address]), { ...entry, ...more })
    },
    async list({ signal }, query) {
      await alike.flush()
      return log.page(query, signal)
    },
    byTime: ({ signal }, query) => log.byTime(query, signal),
    async *export({ signal }, filters) {
      await alike.flush()
      yield* log.lines(filters, signal)
    },
    async verify({ signal }) {
      await alike.flush()
      return log.verify(signal)
    },
    metrics: [counted],
    health: () => auditHealth(log, writer, clock),
    async leaveDemo() {
      if (!past || !config) return
      const left = log
      log = inFile(config, options)
      await left[Symbol.asyncDispose]()
      await background.settle('audit log', log.store.head())
    },
    async [Symbol.asyncDispose]() {
      ends[Symbol.dispose]()
      await alike.flush()
      await writer[Symbol.asyncDispose]()
      await log[Symbol.asyncDispose]()
    },
  }
}

const inMemory = ({ clock }: AuditOptions): AuditLog => createAuditLog(createMemoryStore(), null, clock)

function inFile({ path, maxBytes = defaultMaxBytes, anchorUrl }: AuditConfig, options: AuditOptions): AuditLog {
  const { clock, background, report } = options
  const onCut = (bytes: number) =>
    report?.(
      new DashboardError(
        'audit_unavailable',
        `The audit log ended in an incomplete line of ${bytes} bytes. It was cut.`,
      ),
    )
  const store = createFileStore({ path, maxBytes, clock, background, onCut })
  const anchors: Anchors | null = anchorUrl
    ? createAnchors({ url: anchorUrl, path, head: () => store.head(), clock, background })
    : null
  return createAuditLog(store, anchors, clock)
}

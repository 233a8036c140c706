import { type Static, Type } from '@sinclair/typebox'
import { Closed, Named, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { StringEnum } from './string-enum.ts'

export const auditOutcomes = ['done', 'accepted', 'refused', 'failed'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

const Outcome = StringEnum(auditOutcomes, {
  title: 'AuditOutcome',
  description: '`accepted`: the work goes on as a job, or as a stream that had begun',
})

const AuditActor = Named('AuditActor', {
  key_id: Nullable(Type.String({ description: 'Id of the key; null if none was used, or none was accepted' })),
  name: Type.String({
    description: 'What the key was called then; `local` for the user of this machine, else `unknown`',
  }),
  role: Nullable(Type.String()),
  address: Nullable(Type.String({ description: 'Address of the caller; null for what the dashboard did by itself' })),
  via: StringEnum(['none', 'key', 'session', 'system']),
})

/** What only changed: field → value. Never a secret, a prompt or a reply. */
const ChangedFields = Nullable(Type.Record(Type.String(), Type.Unknown()))

/**
 * One line of the audit log, with its members in this order. `hash` is the SHA-256, in hex, of the bytes that stand before
 * `,"hash":` in the line; `prev` is the hash of the entry before.
 */
export const AuditEntry = Named('AuditEntry', {
  seq: Type.Integer({ minimum: 1, description: 'Number of the entry; none is left out' }),
  time: Timestamp,
  actor: AuditActor,
  action: Type.String({
    description: 'Operation of this API, such as `models.start`; `access.sign_in` for failed sign-ins',
  }),
  target: Nullable(
    Type.String({ description: 'What it was done to: a model, or the id of a key, a job, a conversation' }),
  ),
  instance: Nullable(Type.String({ description: 'Name of the Ollama server; null if it is about none' })),
  outcome: Outcome,
  code: Nullable(Type.String({ description: 'Error code, if it was refused or failed' })),
  count: Type.Integer({ minimum: 1, description: 'How many alike it stands for: failed sign-ins of a minute' }),
  before: ChangedFields,
  after: ChangedFields,
  trace_id: Nullable(Type.String()),
  prev: Type.String({ description: 'Hash of the entry before; 64 zeros in the first' }),
  hash: Type.String(),
})
export type AuditEntry = Static<typeof AuditEntry>

const Word = Type.String({ minLength: 1, maxLength: 200 })

const AuditFilters = Closed({
  actor: Type.Optional({ ...Word, description: 'Id or name of a key, or `local`' }),
  action: Type.Optional({ ...Word, description: 'An operation, or all of a group: `models.*`' }),
  target: Type.Optional({ ...Word, description: 'Part of the target, or a whole trace id' }),
  outcome: Type.Optional(Outcome),
  from: Type.Optional({ ...Timestamp, description: 'Not before this time' }),
  to: Type.Optional({ ...Timestamp, description: 'Before this time' }),
})
export type AuditFilters = Static<typeof AuditFilters>

const AuditPage = Named('AuditPage', {
  entries: Type.Array(AuditEntry),
  next: Nullable(Type.Integer({ description: '`before` of the next page; null if there is none' })),
  total: Type.Integer({ description: 'Entries of the log, filtered or not' }),
  since: Nullable({ ...Timestamp, description: 'Time of the oldest entry' }),
  counts: Type.Object(
    { refused: Type.Integer(), failed: Type.Integer() },
    { description: 'Of the entries that the filters but `outcome` let through' },
  ),
  matches: Type.Integer({ description: 'Entries that the filters let through' }),
})
export type AuditPage = Static<typeof AuditPage>

export const AuditVerification = Named('AuditVerification', {
  intact: Type.Boolean(),
  lines: Type.Integer({ minimum: 0, description: 'Entries that were read' }),
  first_broken: Type.Optional(
    Type.Object({
      file: Type.String({ description: 'Name of the file, without its folder' }),
      line: Type.Integer({ minimum: 1 }),
      reason: Type.String(),
    }),
  ),
  anchored: Nullable(
    Type.Object(
      { seq: Type.Integer(), at: Timestamp },
      { description: 'The newest entry whose hash was told to AUDIT_ANCHOR_URL; null if none was' },
    ),
  ),
  checked_at: Timestamp,
})
export type AuditVerification = Static<typeof AuditVerification>

export const audit = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/audit',
    access: 'admin',
    ofEverything: true,
    summary: 'Who did what, newest first',
    query: Closed({
      ...AuditFilters.properties,
      before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only entries with a smaller `seq`' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default: 50' })),
    }),
    status: 200,
    response: AuditPage,
    errors: ['audit_unavailable'],
  },
  export: {
    method: 'GET',
    path: '/api/audit/export',
    access: 'admin',
    ofEverything: true,
    audit: 'noted',
    summary: 'The entries as they stand in the log, oldest first, one a line',
    query: AuditFilters,
    status: 200,
    event: AuditEntry,
    errors: ['audit_unavailable'],
  },
  verify: {
    method: 'GET',
    path: '/api/audit/verify',
    access: 'admin',
    ofEverything: true,
    summary: 'Read the whole log and check that no entry was changed, left out or moved',
    query: NoQuery,
    status: 200,
    response: AuditVerification,
    errors: ['audit_unavailable'],
  },
})

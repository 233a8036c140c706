import { type Static, Type } from '@sinclair/typebox'
import { Severity } from './alert.ts'
import { Closed, InstanceName, Named, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { StringEnum } from './string-enum.ts'

export const timelineKinds = [
  'model',
  'reload',
  'server',
  'job',
  'alert',
  'settings',
  'audit',
  'restart',
  'version',
] as const
export type TimelineKind = (typeof timelineKinds)[number]
const Kind = StringEnum(timelineKinds, { title: 'TimelineKind' })

/** Speed of one model before and after a change, each within a week of it and with nothing else changed in between. */
export const SpeedChange = Named('SpeedChange', {
  instance: InstanceName,
  model: Type.String(),
  before: Type.Number({ description: 'Tokens per second, median' }),
  after: Nullable(Type.Number({ description: 'Null until enough replies were measured' })),
  change_percent: Nullable(Type.Number({ description: 'Below 0 if it is slower' })),
})
export type SpeedChange = Static<typeof SpeedChange>

/** Something that happened. Its words are the reader's; `type` says which. */
export const TimelineEntry = Named('TimelineEntry', {
  id: Type.String(),
  at: Timestamp,
  ended_at: Nullable(Timestamp, { description: 'Null if it has no duration, or goes on' }),
  kind: Kind,
  type: Type.String({
    examples: ['model.loaded', 'model.reloaded', 'alert.firing', 'models.start', 'dashboard.started', 'ollama.version'],
  }),
  instance: Nullable(InstanceName),
  model: Nullable(Type.String()),
  by: Nullable(Type.String({ description: 'Id of the key that caused it; null if none did' })),
  detail: Nullable(Type.String({ description: 'A sentence: the cause of a reload, what an alert saw' })),
  severity: Nullable(Severity),
  before: Nullable(Type.String({ description: 'The version, driver, digest or context before' })),
  after: Nullable(Type.String({ description: 'And after' })),
  speeds: Type.Array(SpeedChange, { description: 'Of a `version` entry: how fast models were before and after' }),
})
export type TimelineEntry = Static<typeof TimelineEntry>

const Timeline = Named('Timeline', {
  entries: Type.Array(TimelineEntry, { description: 'Newest first' }),
  next: Nullable(Type.String({ description: '`before` of the next page; null if there is none' })),
})
export type Timeline = Static<typeof Timeline>

export const timeline = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/timeline',
    access: 'viewer',
    summary: 'What happened, newest first: loads, reloads, alerts, settings, changes by people, restarts, new versions',
    query: Closed({
      from: Type.Optional({ ...Timestamp, description: 'Not before this time. Default: 7 days ago' }),
      to: Type.Optional({ ...Timestamp, description: 'Before this time. Default: now' }),
      kinds: Type.Optional(
        Type.Array(Kind, {
          minItems: 1,
          maxItems: timelineKinds.length,
          description: 'As repeated parameters. Default: all that the caller may read',
        }),
      ),
      instance: Type.Optional({ ...InstanceName, description: 'Only what is about this server, or about none' }),
      model: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
      before: Type.Optional(Type.String({ minLength: 1, maxLength: 2000, description: '`next` of the page before' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default: 50' })),
    }),
    status: 200,
    response: Timeline,
    errors: ['instance_not_found', 'audit_unavailable', ...storageErrors],
  },
})

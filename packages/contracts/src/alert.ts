import { type Static, Type } from '@sinclair/typebox'
import { InstanceName, Named, Nullable, Timestamp } from './common.ts'
import { StringEnum } from './string-enum.ts'

export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]
export const Severity = StringEnum(severities, { title: 'Severity' })

export const alertStates = ['firing', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]
export const AlertState = StringEnum(alertStates, { title: 'AlertState' })

/** Something that somebody should know of: the same trouble again is the same alert, with a higher count. */
export const Alert = Named('Alert', {
  id: Type.String(),
  rule: Type.String({ description: 'Id of its rule' }),
  title: Type.String({ examples: ['Ollama is unreachable'] }),
  description: Type.String({ description: 'What was seen, with its figures, and what to do' }),
  severity: Severity,
  source: Type.String({ description: 'What it is about: `ollama`, `host`, `models`, `dashboard`, `custom`' }),
  instance: Nullable(InstanceName),
  model: Nullable(Type.String()),
  state: AlertState,
  started_at: Timestamp,
  last_seen_at: Timestamp,
  resolved_at: Nullable(Timestamp),
  resolved_by: Nullable(Type.String({ description: 'Id of the key that resolved it; null if it resolved by itself' })),
  occurrences: Type.Integer({ minimum: 1 }),
  value: Nullable(Type.Number()),
  threshold: Nullable(Type.Number()),
  unit: Nullable(
    Type.String({ description: '`percent`, `seconds`, `celsius`, `watts`, `tokens`, `tokens_per_second` or `count`' }),
  ),
  suggested_context: Nullable(
    Type.Integer({ description: 'A context in tokens that would put it right; null if that is not known' }),
  ),
  muted_until: Nullable(Timestamp, { description: 'Null if it is not muted' }),
  delivery: StringEnum(['none', 'waiting', 'delivered', 'failed'], {
    title: 'AlertDelivery',
    description: 'Of its newest message; `none` without a channel, or while it is muted',
  }),
})
export type Alert = Static<typeof Alert>

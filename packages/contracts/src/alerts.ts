import { type Static, Type } from '@sinclair/typebox'
import { Alert, AlertState, Severity } from './alert.ts'
import { GivenName } from './characters.ts'
import { Closed, Done, InstanceName, Named, NamedClosed, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { StringEnum } from './string-enum.ts'

const Counts = Named('AlertCounts', {
  total: Type.Integer(),
  firing: Type.Integer(),
  by_severity: Named('FiringBySeverity', { info: Type.Integer(), warning: Type.Integer(), critical: Type.Integer() }),
})

const Alerts = Named('Alerts', {
  alerts: Type.Array(Alert, { description: 'Firing ones first, then the newest' }),
  counts: Counts,
  next: Nullable(Type.String({ description: '`before` of the next page; null if there is none' })),
})
export type Alerts = Static<typeof Alerts>

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default: 20' }))

/** Of an alert, a rule, or a mute. */
export const AlertId = Closed({
  id: Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$', examples: ['vram_high', 'k3JxQ0aZ'] }),
})

/** What rules can watch. Each is a figure that the dashboard measures anyway. */
export const ruleMetrics = [
  'cpu_percent',
  'memory_percent',
  'vram_percent',
  'disk_percent',
  'gpu_utilization_percent',
  'gpu_temperature_celsius',
  'gpu_power_watts',
  'models_loaded',
  'requests_per_minute',
  'request_error_percent',
  'tokens_per_second',
  'time_to_first_token_seconds',
] as const
export type RuleMetric = (typeof ruleMetrics)[number]

export const comparisons = ['above', 'below'] as const
export type Comparison = (typeof comparisons)[number]

const Threshold = Type.Number({ minimum: -1e12, maximum: 1e12 })
const ForSeconds = Type.Integer({ minimum: 0, maximum: 86_400, description: 'How long it has to hold before it fires' })
const Title = GivenName({ minLength: 1, maxLength: 120, examples: ['GPU is hot'] })

const RuleMetric = StringEnum(ruleMetrics, { title: 'RuleMetric' })
const Comparison = StringEnum(comparisons, { title: 'Comparison' })

export const ruleStates = ['quiet', 'pending', 'firing', 'off', 'unknown'] as const
export type RuleState = (typeof ruleStates)[number]

/** What makes an alert. */
export const AlertRule = Named('AlertRule', {
  id: Type.String({ examples: ['ollama_unreachable', 'vram_high'] }),
  built_in: Type.Boolean(),
  title: Title,
  description: Type.String(),
  source: Type.String(),
  metric: Nullable(RuleMetric, { description: 'Null if a built-in rule watches something else' }),
  comparison: Nullable(Comparison),
  threshold: Nullable(Threshold, { description: 'Null if it fires at any occurrence' }),
  unit: Nullable(Type.String()),
  window_seconds: Nullable(Type.Integer({ description: 'Over which time it is counted; null if it is a reading' })),
  for_seconds: ForSeconds,
  severity: Severity,
  enabled: Type.Boolean(),
  instance: Nullable(InstanceName, { description: 'The one server that it watches; null for all' }),
  state: StringEnum(ruleStates, {
    title: 'RuleState',
    description: '`pending`: it holds, but not for long enough yet; `unknown`: what it watches is not measured',
  }),
  value: Nullable(Type.Number(), { description: 'The worst value now; null if it is not known' }),
  defaults: Nullable(
    Named('RuleDefaults', {
      threshold: Nullable(Threshold),
      for_seconds: ForSeconds,
      severity: Severity,
      enabled: Type.Boolean(),
    }),
    { description: 'Of a built-in rule' },
  ),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Type.String({ description: 'Id of the key' })),
})
export type AlertRule = Static<typeof AlertRule>

const NewRule = NamedClosed('NewAlertRule', {
  title: Title,
  metric: RuleMetric,
  comparison: Comparison,
  threshold: Threshold,
  for_seconds: Type.Optional({ ...ForSeconds, description: 'How long it has to hold before it fires. Default: 60' }),
  severity: Type.Optional({ ...Severity, description: 'Default: warning' }),
  instance: Type.Optional(Nullable(InstanceName, { description: 'Default: all servers' })),
  enabled: Type.Optional(Type.Boolean({ description: 'Default: true' })),
})
export type NewRule = Static<typeof NewRule>

const RuleChange = NamedClosed('AlertRuleChange', {
  title: Type.Optional(Title),
  threshold: Type.Optional(Threshold),
  comparison: Type.Optional(Comparison),
  for_seconds: Type.Optional(ForSeconds),
  severity: Type.Optional(Severity),
  enabled: Type.Optional(Type.Boolean()),
})
export type RuleChange = Static<typeof RuleChange>

/** No message is sent of such alerts until then. */
export const Mute = Named('Mute', {
  id: Type.String(),
  rule: Type.String(),
  title: Type.String(),
  instance: Nullable(InstanceName),
  model: Nullable(Type.String()),
  until: Timestamp,
  by: Nullable(Type.String({ description: 'Id of the key' })),
  created_at: Timestamp,
})
export type Mute = Static<typeof Mute>

export const channelKinds = [
  'webhook',
  'slack',
  'discord',
  'teams',
  'ntfy',
  'gotify',
  'telegram',
  'pagerduty',
  'email',
] as const
export type ChannelKind = (typeof channelKinds)[number]

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
export type DeliveryState = (typeof deliveryStates)[number]
const DeliveryState = StringEnum(deliveryStates, { title: 'DeliveryState' })

/** Where messages go. */
export const Channel = Named('AlertChannel', {
  id: Type.String(),
  kind: StringEnum(channelKinds, { title: 'ChannelKind' }),
  target: Type.String({ description: 'Address without its secrets', examples: ['hooks.slack.com/services/T0…'] }),
  signed: Type.Boolean({ description: 'Its messages carry `X-Signature-256`' }),
  waiting: Type.Integer({ description: 'Messages that are not delivered yet' }),
  last_delivered_at: Nullable(Timestamp),
  last_error: Nullable(Type.String({ description: 'Of the newest attempt; null if it succeeded' })),
  attempt: Nullable(Type.Integer({ description: 'Attempts at the first message that waits' })),
  next_attempt_at: Nullable(Timestamp),
})
export type Channel = Static<typeof Channel>

export const Delivery = Named('AlertMessage', {
  id: Type.String(),
  alert_id: Nullable(Type.String({ description: 'Null for a test message' })),
  title: Type.String(),
  event: StringEnum(['firing', 'resolved', 'test'], { title: 'AlertMessageEvent' }),
  channel: Type.String({ description: 'Id of the channel' }),
  state: DeliveryState,
  attempts: Type.Integer(),
  last_error: Nullable(Type.String()),
  created_at: Timestamp,
  delivered_at: Nullable(Timestamp),
  next_attempt_at: Nullable(Timestamp),
})
export type Delivery = Static<typeof Delivery>

const Deliveries = Named('AlertMessages', {
  channels: Type.Array(Channel),
  deliveries: Type.Array(Delivery, { description: 'Newest first' }),
  max_attempts: Type.Integer(),
})
export type Deliveries = Static<typeof Deliveries>

export const alerts = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/observability/alerts',
    access: 'viewer',
    summary: 'List alerts: firing ones first, then those that are resolved',
    query: Closed({
      severity: Type.Optional(Severity),
      source: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      state: Type.Optional(AlertState),
      limit: Limit,
      before: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: '`next` of the page before' })),
    }),
    status: 200,
    response: Alerts,
    errors: storageErrors,
  },
  recent: {
    method: 'GET',
    path: '/api/observability/alerts/recent',
    access: 'viewer',
    summary: 'List the newest alerts',
    query: Closed({ limit: Limit }),
    status: 200,
    response: Named('RecentAlerts', { alerts: Type.Array(Alert) }),
    errors: storageErrors,
  },
  summary: {
    method: 'GET',
    path: '/api/observability/alerts/summary',
    access: 'viewer',
    summary: 'Count alerts, and list the newest five',
    query: NoQuery,
    status: 200,
    response: Named('AlertSummary', { ...Counts.properties, recent: Type.Array(Alert, { maxItems: 5 }) }),
    errors: storageErrors,
  },
  resolve: {
    method: 'POST',
    path: '/api/observability/alerts/:id/resolve',
    access: 'operator',
    summary: 'Resolve an alert; it fires again only after its cause was gone',
    params: AlertId,
    query: NoQuery,
    status: 200,
    response: Named('AlertResolved', { ...Done.properties, changed: Type.Boolean(), alert: Alert }),
    errors: ['alert_not_found', ...storageErrors],
  },
  mute: {
    method: 'POST',
    path: '/api/observability/alerts/:id/mute',
    access: 'operator',
    summary: 'Send no messages about an alert, and of the same trouble again, until a time',
    params: AlertId,
    body: NamedClosed('MuteRequest', { until: { ...Timestamp, description: 'At most 30 days ahead' } }),
    needsBody: true,
    query: NoQuery,
    status: 200,
    response: Named('AlertMuted', { ...Done.properties, mute: Mute }),
    errors: ['alert_not_found', ...storageErrors],
  },
  mutes: {
    method: 'GET',
    path: '/api/observability/mutes',
    access: 'viewer',
    summary: 'List what is muted',
    query: NoQuery,
    status: 200,
    response: Named('Mutes', { mutes: Type.Array(Mute) }),
    errors: storageErrors,
  },
  unmute: {
    method: 'DELETE',
    path: '/api/observability/mutes/:id',
    access: 'operator',
    summary: 'End a mute',
    params: AlertId,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['alert_not_found', ...storageErrors],
  },
  rules: {
    method: 'GET',
    path: '/api/observability/rules',
    access: 'viewer',
    summary: 'List alert rules, with how each stands now',
    query: NoQuery,
    status: 200,
    response: Named('AlertRules', { rules: Type.Array(AlertRule, { description: 'Built-in rules first' }) }),
    errors: storageErrors,
  },
  addRule: {
    method: 'POST',
    path: '/api/observability/rules',
    access: 'admin',
    ofEverything: true,
    summary: 'Make an alert rule',
    body: NewRule,
    query: NoQuery,
    status: 201,
    response: AlertRule,
    errors: ['instance_not_found', 'too_many_rules', ...storageErrors],
  },
  changeRule: {
    method: 'PATCH',
    path: '/api/observability/rules/:id',
    access: 'admin',
    ofEverything: true,
    summary: 'Change an alert rule, or turn it on or off',
    params: AlertId,
    body: RuleChange,
    needsBody: true,
    query: NoQuery,
    status: 200,
    response: AlertRule,
    errors: ['rule_not_found', 'rule_not_changeable', ...storageErrors],
  },
  removeRule: {
    method: 'DELETE',
    path: '/api/observability/rules/:id',
    access: 'admin',
    ofEverything: true,
    summary: 'Delete a rule that was made, or give a built-in rule its defaults again',
    params: AlertId,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['rule_not_found', ...storageErrors],
  },
  deliveries: {
    method: 'GET',
    path: '/api/observability/deliveries',
    access: 'operator',
    ofEverything: true,
    summary: 'List where alert messages go, and the newest of them',
    query: Closed({ limit: Limit }),
    status: 200,
    response: Deliveries,
    errors: storageErrors,
  },
  test: {
    method: 'POST',
    path: '/api/observability/alerts/test',
    access: 'admin',
    ofEverything: true,
    summary: 'Send a test message to one channel, or to all, and wait for the result',
    body: NamedClosed('TestRequest', { channel: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })) }),
    query: NoQuery,
    status: 200,
    response: Named('AlertTest', {
      ...Done.properties,
      results: Type.Array(
        Type.Object({
          channel: Type.String(),
          delivered: Type.Boolean(),
          detail: Type.String({ description: 'What the receiver answered, or why nothing reached it' }),
        }),
      ),
    }),
    errors: ['channel_not_found', ...storageErrors],
  },
})

import type { Alert, AlertRule, Mute } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { noteCalls } from './noted-calls.ts'

type Note = ReturnType<typeof noteCalls>['note']

const alertOf = (id: string): Alert => ({
  id,
  rule: 'ollama_unreachable',
  title: 'Ollama is unreachable',
  description: 'No answer for 30 s. Start Ollama, or check its address.',
  severity: 'critical',
  source: 'ollama',
  instance: 'default',
  model: null,
  state: 'firing',
  started_at: at,
  last_seen_at: at,
  resolved_at: null,
  resolved_by: null,
  occurrences: 1,
  value: 30,
  threshold: null,
  unit: 'seconds',
  suggested_context: null,
  muted_until: null,
  delivery: 'none',
})

const muteOf = (id: string, until: string): Mute => ({
  id,
  rule: 'ollama_unreachable',
  title: 'Ollama is unreachable',
  instance: 'default',
  model: null,
  until,
  by: null,
  created_at: at,
})

const ruleOf = (id: string): AlertRule => ({
  id,
  built_in: false,
  title: 'GPU is hot',
  description: 'GPU temperature above a threshold.',
  source: 'custom',
  metric: 'gpu_temperature_celsius',
  comparison: 'above',
  threshold: 85,
  unit: 'celsius',
  window_seconds: null,
  for_seconds: 60,
  severity: 'warning',
  enabled: true,
  instance: null,
  state: 'quiet',
  value: 40,
  defaults: null,
  updated_at: at,
  updated_by: null,
})

const counts = { total: 1, firing: 1, by_severity: { info: 0, warning: 0, critical: 1 } }

export const fakeAlerts = (note: Note): Partial<Core['alerts']> => ({
  list: async (_, query) => note({ alerts: [alertOf('a')], counts, next: null }, 'alerts', query),
  summary: async () => note({ ...counts, recent: [alertOf('a')] }, 'alertSummary'),
  firing: () => [alertOf('a')],
  resolve: async (_, { id }) => note({ alert: alertOf(id), changed: true }, 'resolveAlert', id),
  mute: async (_, { id, until }) => note(muteOf(id, until), 'muteAlert', id, until),
  mutes: () => note([muteOf('m', at)], 'mutes'),
  unmute: async (_, { id }) => note(muteOf(id, at), 'unmute', id),
  rules: () => note([ruleOf('r')], 'rules'),
  addRule: async (_, rule) => note({ ...ruleOf('new'), ...rule, instance: rule.instance ?? null }, 'addRule', rule),
  changeRule: async (_, { id, ...change }) => note({ ...ruleOf(id), ...change }, 'changeRule', id, change),
  removeRule: async (_, { id }) => note({ title: 'GPU is hot', isBuiltIn: false }, 'removeRule', id),
})

import type { Alert } from '@ollama-dashboard/contracts'
import type { MessageContent } from '../src/alerts/delivery/messages/alert-message-table.ts'

/** An alert of a server, as the engine makes it. */
export const alertOf = (more: Partial<Alert> = {}): Alert => ({
  id: 'alert-1',
  rule: 'ollama_unreachable',
  title: 'Ollama is unreachable',
  description: 'No answer for 30 s. Start Ollama, or check its address.',
  severity: 'critical',
  source: 'ollama',
  instance: 'lab',
  model: null,
  state: 'firing',
  started_at: '2026-01-01T00:00:00.000Z',
  last_seen_at: '2026-01-01T00:00:30.000Z',
  resolved_at: null,
  resolved_by: null,
  occurrences: 1,
  value: 30,
  threshold: 30,
  unit: 'seconds',
  suggested_context: null,
  muted_until: null,
  delivery: 'waiting',
  ...more,
})

export const contentOf = (alert: Alert = alertOf()): MessageContent => ({
  event: alert.state,
  title: alert.title,
  text: alert.description,
  alert,
})

import type { Alert, AlertRule, Channel, Delivery, Mute, Role, Session } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** A warning about prompts that are cut, which fires. */
export const alertOf = (id: string, differing: Partial<Alert> = {}): Alert => ({
  id,
  rule: 'prompt_truncated',
  title: 'Prompts are being cut on qwen3:14b',
  description: '3 prompts in the last hour were longer than the context of 16,384 tokens, the longest 21,870.',
  severity: 'warning',
  source: 'models',
  instance: 'default',
  model: 'qwen3:14b',
  state: 'firing',
  started_at: minutesAgo(60),
  last_seen_at: minutesAgo(5),
  resolved_at: null,
  resolved_by: null,
  occurrences: 3,
  value: 21_870,
  threshold: 16_384,
  unit: 'tokens',
  suggested_context: 32_768,
  muted_until: null,
  delivery: 'delivered',
  ...differing,
})

export const unreachable = alertOf('down', {
  rule: 'ollama_unreachable',
  title: 'Ollama is unreachable',
  description: 'It has not answered for 40 s: connection refused. Start it.',
  severity: 'critical',
  model: null,
  suggested_context: null,
  started_at: minutesAgo(10),
  occurrences: 1,
  delivery: 'failed',
})

export const resolvedAlert = (id: string, differing: Partial<Alert> = {}): Alert =>
  alertOf(id, { state: 'resolved', started_at: minutesAgo(50), resolved_at: minutesAgo(32), ...differing })

export const ruleOf = (id: string, differing: Partial<AlertRule> = {}): AlertRule => ({
  id,
  built_in: true,
  title: 'VRAM',
  description: 'The graphics memory is nearly full.',
  source: 'host',
  metric: 'vram_percent',
  comparison: 'above',
  threshold: 95,
  unit: 'percent',
  window_seconds: null,
  for_seconds: 300,
  severity: 'warning',
  enabled: true,
  instance: null,
  state: 'quiet',
  value: 61.2,
  defaults: { threshold: 95, for_seconds: 300, severity: 'warning', enabled: true },
  updated_at: null,
  updated_by: null,
  ...differing,
})

export const ownRule = ruleOf('mine', {
  built_in: false,
  title: 'GPU too hot',
  metric: 'gpu_temperature_celsius',
  threshold: 80,
  unit: 'celsius',
  for_seconds: 60,
  value: 71.4,
  defaults: null,
})

export const muteOf = (id: string, differing: Partial<Mute> = {}): Mute => ({
  id,
  rule: 'vram_high',
  title: 'VRAM above 95 %',
  instance: null,
  model: null,
  until: new Date(Date.now() + 3_600_000).toISOString(),
  by: 'env:operator',
  created_at: minutesAgo(1),
  ...differing,
})

export const channelOf = (id: string, differing: Partial<Channel> = {}): Channel => ({
  id,
  kind: 'slack',
  target: 'hooks.slack.com/services/T0…',
  signed: false,
  waiting: 0,
  last_delivered_at: minutesAgo(5),
  last_error: null,
  attempt: null,
  next_attempt_at: null,
  ...differing,
})

export const deliveryOf = (id: string, differing: Partial<Delivery> = {}): Delivery => ({
  id,
  alert_id: 'cut',
  title: 'Prompts are being cut on qwen3:14b',
  event: 'firing',
  channel: 'slack',
  state: 'delivered',
  attempts: 1,
  last_error: null,
  created_at: minutesAgo(5),
  delivered_at: minutesAgo(5),
  next_attempt_at: null,
  ...differing,
})

interface Held {
  alerts: Alert[]
  rules: AlertRule[]
  mutes: Mute[]
  channels: Channel[]
  deliveries: Delivery[]
}

export interface ShowAlertsOptions extends Partial<Held> {
  readonly role?: Role
  readonly session?: Partial<Session>
  readonly path?: string
  /** Answers instead of the API, to "GET /api/…"; undefined where the API answers. */
  readonly answer?: (request: string, body: unknown) => Response | undefined
}

const problem = (status: number, code: string, detail: string, errors?: readonly object[]) =>
  Response.json(
    { type: 'about:blank', title: code, status, code, detail, hint: null, trace_id: 'a', errors },
    { status },
  )

export { problem as apiProblem }

const at = '/api/observability'

/** The page of alerts with an API that has these, until the test ends. */
export async function showAlerts({
  role = 'admin',
  path = '/alerts',
  answer,
  session,
  ...held
}: ShowAlertsOptions = {}) {
  const api = {
    held: { alerts: [], rules: [], mutes: [], channels: [], deliveries: [], ...held } as Held,
    asked: [] as { readonly request: string; readonly body: unknown }[],
  }
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(url, location.origin)
    const sent: unknown = body ? JSON.parse(String(body)) : undefined
    const request = `${method} ${pathname}`
    if (method !== 'GET') api.asked.push({ request, body: sent })
    const own = answer?.(request, sent)
    if (own) return own
    if (pathname === '/api/session')
      return Response.json(sessionOf(role, { key_id: `env:${role}`, via: 'cookie', ...session }))
    return (
      answerOf(api.held, request, searchParams, sent) ?? problem(503, 'ollama_unreachable', 'Ollama is unreachable.')
    )
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = createQueryClient()
  const router = createAppRouter()
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { api, client, router }
}

function answerOf(held: Held, request: string, query: URLSearchParams, body: unknown): Response | undefined {
  const [, id = '', action] = /\/(?:alerts|mutes|rules)\/([^/]+)(?:\/(\w+))?$/.exec(request) ?? []
  if (request === `GET ${at}/alerts`) return Response.json(pageOf(held.alerts, query))
  if (request === `GET ${at}/rules`) return Response.json({ rules: held.rules })
  if (request === `GET ${at}/mutes`) return Response.json({ mutes: held.mutes })
  if (request === `GET ${at}/deliveries`)
    return Response.json({ channels: held.channels, deliveries: held.deliveries, max_attempts: 5 })
  if (request === `POST ${at}/alerts/test`)
    return Response.json({
      success: true,
      message: '',
      results: held.channels.map(({ id }) => ({ channel: id, delivered: id !== 'ntfy', detail: 'status 200' })),
    })
  const alert = held.alerts.find((one) => one.id === id)
  if (alert && action === 'mute') {
    const { until } = body as { readonly until: string }
    const mute = muteOf(`mute-${id}`, { title: alert.title, rule: alert.rule, until })
    held.alerts = held.alerts.map((one) => (one === alert ? { ...one, muted_until: until } : one))
    held.mutes = [mute, ...held.mutes]
    return Response.json({ success: true, message: '', mute })
  }
  if (alert && action === 'resolve') {
    const done: Alert = { ...alert, state: 'resolved', resolved_at: new Date().toISOString(), resolved_by: 'env:admin' }
    held.alerts = held.alerts.map((one) => (one === alert ? done : one))
    return Response.json({ success: true, message: '', changed: true, alert: done })
  }
  if (request.startsWith(`DELETE ${at}/mutes/`)) {
    held.mutes = held.mutes.filter((one) => one.id !== id)
    return Response.json({ success: true, message: '' })
  }
  return ofRules(held, request, id, body)
}

function ofRules(held: Held, request: string, id: string, body: unknown): Response | undefined {
  if (request === `POST ${at}/rules`) {
    const rule = ruleOf('new', { built_in: false, defaults: null, ...(body as object) })
    held.rules = [...held.rules, rule]
    return Response.json(rule, { status: 201 })
  }
  const rule = held.rules.find((one) => one.id === id)
  if (!rule) return undefined
  if (request.startsWith('PATCH')) {
    const changed = { ...rule, ...(body as object) }
    held.rules = held.rules.map((one) => (one === rule ? changed : one))
    return Response.json(changed)
  }
  held.rules = rule.defaults
    ? held.rules.map((one) => (one === rule && rule.defaults ? { ...one, ...rule.defaults } : one))
    : held.rules.filter((one) => one !== rule)
  return Response.json({ success: true, message: '' })
}

function pageOf(all: readonly Alert[], query: URLSearchParams) {
  const [state, severity, before] = ['state', 'severity', 'before'].map((name) => query.get(name))
  const found = all.filter((alert) => (!state || alert.state === state) && (!severity || alert.severity === severity))
  const from = Number(before ?? 0)
  const limit = Number(query.get('limit') ?? 20)
  const firing = all.filter((alert) => alert.state === 'firing')
  const of = (one: string) => firing.filter((alert) => alert.severity === one).length
  return {
    alerts: found.slice(from, from + limit),
    counts: {
      total: all.length,
      firing: firing.length,
      by_severity: { info: of('info'), warning: of('warning'), critical: of('critical') },
    },
    next: found.length > from + limit ? String(from + limit) : null,
  }
}

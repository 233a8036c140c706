import type { DemoPast } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { slowed, slowerSince } from './slowed.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

type Told = Parameters<Parameters<DemoPast>[0]['happened']>[0]

const reload = {
  kind: 'reload',
  type: 'model.reloaded',
  before: '4,096',
  after: '16,384',
  detail: 'Context 4,096 → 16,384. Clients that request different contexts make Ollama reload the model each time.',
} as const

/** What came into memory and left it, a restart, and a new version of Ollama that made one model slower. */
export const timelinePast =
  (week: SimulatedPast): DemoPast =>
  ({ instance, happened, now }) => {
    const tell = (at: number, event: Omit<Told, 'at' | 'instance'>) => {
      if (at >= now - 7 * dayMs && at <= now) happened({ ...event, at: new Date(at).toISOString(), instance })
    }
    for (const [index, { model, at, until }] of week.loads.entries()) {
      tell(at, { kind: 'model', type: 'model.loaded', model, detail: 'Requested in the dashboard.' })
      // Now and then another program asks for a longer context.
      if (index % 3 === 0 && (until ?? now) - at > 6 * minuteMs) tell(at + 4 * minuteMs, { ...reload, model })
      if (until === null) continue
      const next = week.loads.find((load) => load.model !== model && Math.abs(load.at - until) < minuteMs)
      const detail = next ? `To make room for "${next.model}".` : 'Not used any more: its keep-alive time had passed.'
      tell(until, { kind: 'model', type: 'model.unloaded', model, detail })
    }
    const upgradedAt = slowerSince(now)
    const stopped = {
      kind: 'server',
      type: 'ollama.down',
      severity: 'warning',
      detail: 'Ollama refused the connection.',
    } as const
    tell(upgradedAt - 2 * minuteMs, { ...stopped, ended_at: new Date(upgradedAt).toISOString() })
    tell(upgradedAt, { kind: 'server', type: 'ollama.up' })
    const speeds = slowed(week, instance, now)
    tell(upgradedAt + minuteMs, {
      kind: 'version',
      type: 'ollama.version',
      before: '0.32.14',
      after: '0.32.15',
      speeds,
    })
    tell(now - 5 * dayMs, { kind: 'restart', type: 'dashboard.stopped' })
    tell(now - 5 * dayMs + minuteMs, { kind: 'restart', type: 'dashboard.started' })
  }

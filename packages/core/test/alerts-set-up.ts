import type { SystemStats } from '@ollama-dashboard/contracts'
import { onTestFinished } from 'vitest'
import type { AlertMessage } from '../src/alerts/alert-messages.ts'
import { createAlertSignals } from '../src/alerts/alert-signals.ts'
import type { AlertsOptions } from '../src/alerts/alerts.ts'
import { openAlerts } from '../src/alerts/open-alerts.ts'
import type { Figures, LoadedFigures, ServerFigures } from '../src/alerts/rules/alert-rule.ts'
import { createEventBus } from '../src/events/event-bus.ts'
import { createBackground } from '../src/kernel/background.ts'
import { systemContext } from '../src/kernel/call-context.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'

export const server = (more: Partial<ServerFigures> = {}): ServerFigures => ({
  name: 'lab',
  isLocal: true,
  isReachable: true,
  isStopped: false,
  sinceSeconds: 600,
  problem: null,
  collectors: [{ name: 'running', failures: 0, problem: null }],
  loaded: [],
  cacheHitPercent: null,
  ...more,
})

export const host = (more: Partial<SystemStats> = {}): SystemStats => ({
  cpu: { percent: 10, cores: 8, load_average: [] },
  cpu_percent: 10,
  memory: { total: 100, used: 10, available: 90, percent: 10 },
  vram: { total: 24e9, used: 4e9, free: 20e9, percent: 17 },
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: { path: '/', total: 100, used: 10, free: 90, percent: 10 },
  uptime_seconds: 1,
  sampled_at: '2026-01-01T00:00:00.000Z',
  host: 'test',
  ...more,
})

/** A model of 10 GB, so much of it in the VRAM. */
export const loaded = (sizeVram: number, more: Partial<LoadedFigures> = {}): readonly LoadedFigures[] => [
  { name: 'a', size: 10e9, sizeVram, isPlacedByHand: false, expiredSeconds: null, isAnswering: false, ...more },
]

interface SetUp {
  readonly storage?: Storage
  readonly clock?: FakeClock
  readonly replicas?: AlertsOptions['replicas'] & {}
}

/** Alerts over figures that a test sets, with a clock of its own. */
export async function setUpAlerts({ storage, clock = fakeClock(), replicas }: SetUp = {}) {
  const kept = storage ?? (await createMemoryStorage(clock))
  if (!storage) onTestFinished(() => kept[Symbol.asyncDispose]())
  const failures: unknown[] = []
  const background = createBackground({ clock, report: (error) => failures.push(error) })
  const events = createEventBus(clock, background)
  const signals = createAlertSignals(clock)
  let now: Omit<Figures, 'signals'> = { servers: [server()], host: host(), heldVram: null, findings: [], slower: [] }
  const messages: AlertMessage[] = []
  const delivered = new Set<string>()
  const listeners: ((alertId: string) => void)[] = []
  const alerts = await openAlerts({
    storage: kept,
    past: null,
    messages: {
      isUsed: true,
      add: async (_, message) => void messages.push(message),
      added: () => {},
      listen: (listener) => void listeners.push(listener),
      deliveryOf: async (ids) => new Map(ids.flatMap((id) => (delivered.has(id) ? [[id, 'delivered'] as const] : []))),
    },
    figures: () => ({ ...now, signals }),
    expectInstance: () => {},
    events,
    clock,
    background,
    ...(replicas && { replicas }),
  })
  const context = systemContext
  return {
    alerts,
    clock,
    context,
    signals,
    storage: kept,
    failures,
    see(more: Partial<typeof now>) {
      now = { ...now, ...more }
    },
    /** What was told, once all is written. */
    async told() {
      await clock.until(kept.alerts.current())
      await clock.until(new Promise((resolve) => setTimeout(resolve, 20)))
      return messages.map(({ event, alert }) => `${event} ${alert.rule}`)
    },
    /** Its message arrives. */
    deliver(alertId: string) {
      delivered.add(alertId)
      for (const listener of listeners) listener(alertId)
    },
    events,
    firing: () => alerts.firing(context),
    seconds: (count: number) => clock.advance(count * 1000),
    close: () => alerts[Symbol.asyncDispose](),
  }
}

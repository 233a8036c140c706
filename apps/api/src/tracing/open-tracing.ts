import { type Clock, type HealthCheck, type Hide, type Tracer, withinMs } from '@ollama-dashboard/core'
import type { TracingConfig } from '../config/tracing.ts'
import { createExportState } from './export-state.ts'

export interface Tracing extends AsyncDisposable {
  readonly tracer: Tracer
  readonly health: HealthCheck
}

export interface TracingOptions {
  readonly config: TracingConfig
  readonly version: string
  readonly hide: Hide
  readonly clock: Clock
  /** Told, rarely, that spans are lost. */
  readonly report: (error: unknown) => void
}

/** What is still on its way when the dashboard ends has this long. */
const flushMs = 3000

/**
 * Begins to collect spans and to send them, some at a time and behind the requests: a collector that is slow or gone
 * costs spans, and nothing else. OpenTelemetry is loaded here alone. Disposing it sends what is left.
 */
export async function openTracing({ config, version, hide, clock, report }: TracingOptions): Promise<Tracing> {
  const { createProvider } = await import('./otlp-provider.ts')
  const state = createExportState({ clock, report })
  const provider = createProvider({ config, version, hide, onExported: state.note })
  return {
    tracer: provider.tracer,
    health: state.health,
    [Symbol.asyncDispose]: () => withinMs(clock, flushMs, provider.shutdown()),
  }
}

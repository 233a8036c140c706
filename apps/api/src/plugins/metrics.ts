import { type Core, DashboardError, systemContext } from '@ollama-dashboard/core'
import fastifyMetrics from 'fastify-metrics'
import fp from 'fastify-plugin'
import type { EventStreams } from '../features/observability/event-streams.ts'

export interface MetricsOptions {
  readonly core: Core
  readonly version: string
  readonly streams: EventStreams
}

/** Loading a large model takes minutes: up to 655 s, in doublings. */
const secondsBuckets = [0.005, 0.02, 0.08, 0.32, 1.28, 5.12, 20.48, 81.92, 327.68, 655.36]

/**
 * `GET /metrics`. The histogram is fed by one hook of ours through fastify-metrics' client: its own hooks keep a timer
 * and a map entry per request, which a small cached list feels.
 */
export const metrics = fp<MetricsOptions>(
  async (app, { core, version, streams }) => {
    // A CommonJS module whose types promise a default export that Node gives as a member of it.
    const plugin = fastifyMetrics as unknown as typeof fastifyMetrics.default
    await app.register(plugin, { endpoint: null, defaultMetrics: { enabled: false }, routeMetrics: { enabled: false } })
    const { Counter, Registry, Histogram, Gauge } = app.metrics.client
    // A registry per app: the client's global one would refuse the second app of a process.
    const registry = new Registry()
    const registers = [registry]

    const durations = new Histogram({
      name: 'ollama_dashboard_http_request_duration_seconds',
      help: 'Time to answer a request, by route template',
      labelNames: ['route', 'method', 'code'] as const,
      buckets: secondsBuckets,
      registers,
    })
    type Series = ReturnType<typeof durations.labels>
    const series = new Map<string, Series>()
    app.addHook('onResponse', ({ routeOptions, method, is404 }, reply, done) => {
      const route = is404 ? '(none)' : (routeOptions.config.route ?? routeOptions.url ?? '(none)')
      // Neither a method nor a status has a space: no two series have the same key.
      const key = `${method} ${reply.statusCode} ${route}`
      let known = series.get(key)
      if (!known) {
        known = durations.labels(route, method, String(reply.statusCode))
        series.set(key, known)
      }
      known.observe(reply.elapsedTime / 1000)
      done()
    })

    new Gauge({
      name: 'ollama_dashboard_build_info',
      help: 'Always 1; its labels tell what runs',
      labelNames: ['version', 'node'] as const,
      registers,
    }).set({ version, node: process.versions.node }, 1)

    new Gauge({
      name: 'ollama_dashboard_sse_clients',
      help: 'Open event streams',
      registers,
      collect() {
        this.set(streams.open)
      },
    })

    new Counter({
      name: 'ollama_dashboard_background_failures_total',
      help: 'Failures that nobody foresaw of work that no caller waits for; the log has them',
      labelNames: ['work'] as const,
      registers,
      collect() {
        this.reset()
        for (const { work, count } of core.failures()) this.inc({ work }, count)
      },
    })

    const up = new Gauge({
      name: 'ollama_up',
      help: 'Whether the Ollama server answered when it was last asked',
      labelNames: ['instance_name'] as const,
      registers,
    })
    const active = new Gauge({
      name: 'ollama_active_models',
      help: 'Models in memory',
      labelNames: ['instance_name'] as const,
      registers,
    })
    const available = new Gauge({
      name: 'ollama_available_models',
      help: 'Models installed',
      labelNames: ['instance_name'] as const,
      registers,
    })

    /** Set afresh for each scrape, so that the series of what is gone or unknown disappear. */
    async function readInstances() {
      for (const gauge of [up, active, available]) gauge.reset()
      const sets = core.instances.list(systemContext).map(async ({ name, reachable }) => {
        if (reachable !== null) up.set({ instance_name: name }, reachable ? 1 : 0)
        if (!reachable) return
        // A scrape every few seconds is nobody who looks: Ollama is not asked more often for it.
        const [running, installed] = await Promise.all([
          core.models.running(systemContext, { instance: name, peek: true }),
          core.models.available(systemContext, { instance: name, peek: true }),
        ])
        if (running.fetched_at !== null) {
          active.set({ instance_name: name }, running.models.filter(({ state }) => state === 'loaded').length)
        }
        if (installed.fetched_at !== null) available.set({ instance_name: name }, installed.models.length)
      })
      // A server that went away this very moment must not cost the others their figures.
      for (const outcome of await Promise.allSettled(sets)) {
        if (outcome.status === 'fulfilled' || outcome.reason instanceof DashboardError) continue
        app.log.error({ err: outcome.reason }, 'the figures of a server could not be read')
      }
    }

    app.get(
      '/metrics',
      { config: { access: 'viewer', route: '/metrics' }, schema: { hide: true } },
      async (_, reply) => {
        await readInstances()
        return reply
          .header('cache-control', 'no-store')
          .type(registry.contentType)
          .send(await registry.metrics())
      },
    )
  },
  { name: 'metrics', dependencies: ['access'] },
)

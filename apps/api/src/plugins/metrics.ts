import type { Core } from '@ollama-dashboard/core'
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
    const series = new Map<string, Map<string, Map<number, Series>>>()
    app.addHook('onResponse', ({ routeOptions, method, is404 }, reply, done) => {
      const route = is404 ? '(none)' : (routeOptions.config.route ?? routeOptions.url ?? '(none)')
      const ofRoute = memberOf(series, route, () => new Map())
      const ofMethod = memberOf(ofRoute, method, () => new Map())
      const { statusCode } = reply
      const known = memberOf(ofMethod, statusCode, () => durations.labels(route, method, String(statusCode)))
      known.observe(reply.elapsedTime / 1000)
      done()
    })

    new Gauge({
      name: 'ollama_dashboard_build_info',
      help: 'Always 1; the labels hold the version',
      labelNames: ['version', 'node'] as const,
      registers,
    }).set({ version, node: process.versions.node }, 1)

    for (const { type, labelNames, samples, name, help } of [streams.metric, ...core.metrics]) {
      const Series = { gauge: Gauge, counter: Counter }[type]
      new Series({
        name,
        help,
        labelNames: [...labelNames],
        registers,
        /** Set afresh for each scrape, so that the series of what is gone or unknown disappear. */
        async collect() {
          const known = await Promise.resolve()
            .then(samples)
            .catch((error: unknown) => {
              // The other metrics are told all the same.
              app.log.error({ err: error }, `no figures for ${name}`)
              return []
            })
          this.reset()
          for (const { labels, value } of known) this.inc(labels, value)
        },
      })
    }

    // Of no operation: it tells machines what health tells people, of all models and servers.
    const config = { permission: 'observability.health', ofEverything: true, route: '/metrics' } as const
    app.get('/metrics', { config, schema: { hide: true } }, async (_, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(registry.contentType)
        .send(await registry.metrics()),
    )
  },
  { name: 'metrics', dependencies: ['access'] },
)

/** What a map holds under a key, made where it is not there yet. */
function memberOf<Key, Member>(map: Map<Key, Member>, key: Key, make: () => Member): Member {
  let member = map.get(key)
  if (member === undefined) {
    member = make()
    map.set(key, member)
  }
  return member
}

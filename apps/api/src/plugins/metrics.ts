import type { AnyMetric, Core, Metric } from '@ollama-dashboard/core'
import fp from 'fastify-plugin'
import { acceptedFormat } from '../metrics/accepted-format.ts'
import { contentTypes, type Exposed, ending, expose } from '../metrics/exposition.ts'
import { createRequestDurations } from '../metrics/http-metrics.ts'
import { watchProcess } from '../metrics/process-metrics.ts'

export interface MetricsOptions {
  readonly core: Pick<Core, 'metrics'>
  readonly version: string
  /** What the parts of the API count. */
  readonly counted: readonly AnyMetric[]
  /** What metrics of Ollama begin with in place of `ollama`; those of the dashboard itself do not change. */
  readonly ollamaPrefix?: string
}

/** `GET /metrics`: what every subject contributes, as it is now. A scrape asks no Ollama server for anything. */
export const metrics = fp<MetricsOptions>(
  async (app, { core, version, counted, ollamaPrefix = 'ollama' }) => {
    const durations = createRequestDurations()
    app.addHook('onResponse', ({ routeOptions, method, is404, traceId }, reply, done) => {
      const route = is404 ? '(none)' : (routeOptions.config.route ?? routeOptions.url ?? '(none)')
      durations.observe({ route, method, code: String(reply.statusCode) }, reply.elapsedTime / 1000, traceId)
      done()
    })
    const process = watchProcess()
    app.addHook('onClose', async () => process[Symbol.dispose]())

    const families = [buildInfo(version), durations, ...process.metrics, ...counted, ...core.metrics].map((family) => ({
      family,
      name: family.name.replace(/^ollama(?=_(?!dashboard_))/, ollamaPrefix),
    }))
    async function exposed(family: AnyMetric, name: string): Promise<Exposed> {
      const { help } = family
      if (family.type === 'histogram') return { ...family, name, help, known: family.series() }
      const { type } = family
      try {
        return { type, name, help, known: await family.samples() }
      } catch (error) {
        // The other metrics are told all the same.
        app.log.error({ err: error }, `no figures for ${family.name}`)
        return { type, name, help, known: [] }
      }
    }

    // Of no operation: it tells machines what health tells people, of all models and servers.
    const config = {
      permission: 'observability.health',
      ofEverything: true,
      forScrapers: true,
      route: '/metrics',
    } as const
    app.route({
      method: ['GET', 'HEAD'],
      url: '/metrics',
      config,
      schema: { hide: true },
      async handler(request, reply) {
        const format = acceptedFormat(request.headers.accept)
        const known = await Promise.all(families.map(({ family, name }) => exposed(family, name)))
        return reply
          .header('cache-control', 'no-store')
          .header('vary', 'accept')
          .type(contentTypes[format])
          .send(known.map((one) => expose(one, format)).join('') + ending[format])
      },
    })
  },
  { name: 'metrics', dependencies: ['access'] },
)

const buildInfo = (version: string): Metric => ({
  type: 'gauge',
  name: 'ollama_dashboard_build_info',
  help: 'Always 1; the labels hold the versions of the dashboard and of Node.js',
  labelNames: ['version', 'node'],
  samples: () => [{ labels: { version, node: process.versions.node }, value: 1 }],
})

import cors from '@fastify/cors'
import { contract, limits } from '@ollama-dashboard/contracts'
import { type Core, createHide, type Hide, type SharedLink, type Tracer } from '@ollama-dashboard/core'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import type { ProcessControl } from './features/application/process-control.ts'
import { registerFeatures } from './features/features.ts'
import { createEventStreams } from './features/observability/event-streams.ts'
import { type BucketPolicies, createBuckets } from './http/buckets.ts'
import { acceptJsonOnly } from './http/json-bodies.ts'
import { urlRewriter } from './http/rewrite-url.ts'
import { validatorCompiler } from './http/validation.ts'
import { createRefusalCounts } from './metrics/http-metrics.ts'
import { scraperWith } from './metrics/metrics-token.ts'
import { access } from './plugins/access.ts'
import { audit } from './plugins/audit.ts'
import { answerParserError, type ConnectionLimits, connectionLimits, connections } from './plugins/connections.ts'
import { errors, sendProblem } from './plugins/errors.ts'
import { metrics } from './plugins/metrics.ts'
import { notFound } from './plugins/not-found.ts'
import { openapi, registerDocs } from './plugins/openapi.ts'
import { requestLog } from './plugins/request-log.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { shutdown } from './plugins/shutdown.ts'
import { answerPage, registerSpa } from './plugins/spa.ts'
import { placeInTrace, requestId, tracing } from './plugins/tracing.ts'

export interface AppOptions {
  readonly core: Core
  readonly control: ProcessControl
  readonly version: string
  readonly buckets: BucketPolicies
  readonly corsOrigins?: readonly string[]
  /** Whether the proxy at an address is believed what it says of its callers; nobody's is when absent. */
  readonly trustProxy?: (address: string) => boolean
  /** Whether callers come over TLS of the dashboard's own. */
  readonly isUnderTls?: boolean
  /** The path that the dashboard has on its host, as "/dash"; empty at the root. */
  readonly basePath?: string
  /** The folder of the built web application; null serves the API alone. */
  readonly webRoot: string | null
  readonly logger: FastifyBaseLogger
  /** Keeps secrets that callers and servers send out of answers; knows the form of the dashboard's own keys when absent. */
  readonly hide?: Hide
  /** Begins the spans of requests; none are made when absent. */
  readonly tracer?: Tracer
  readonly drainMs?: number
  readonly limits?: ConnectionLimits
  /** How many event streams one key, or one address without a key, may hold open. */
  readonly streamsPerCaller?: number
  /** Who may read the metrics beside viewers, and what those of Ollama begin with. */
  readonly metrics?: { readonly token: string | null; readonly ollamaPrefix: string }
  /** By which limits are those of all replicas; of this process alone when absent. */
  readonly link?: SharedLink
  /** Milliseconds that only grow, whatever happens to the clock on the wall: for buckets and failed sign-ins. */
  readonly now?: () => number
}

/** Docker kills what has not ended after ten seconds. */
const defaultDrainMs = 8000

/** Builds what stands behind an entrance, which hands it requests. Nothing listens. Closing it leaves core open. */
export async function buildApp(options: AppOptions) {
  const { core, control, version, corsOrigins = [], basePath = '', now = () => performance.now() } = options
  const { link = null } = options
  const hide = options.hide ?? createHide([])
  const app = fastify({
    loggerInstance: options.logger,
    // A child logger per request costs more than the line it writes; ours names the request itself.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestId(headers, hide),
    requestIdHeader: false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: limits.bodyBytes,
    clientErrorHandler: (error, socket) => answerParserError(app, error, socket),
    exposeHeadRoutes: false,
    rewriteUrl: urlRewriter({ contract, basePath }),
    return503OnClosing: false,
    // Its default of 10 s holds for hooks of the close as well, and would end the time that answers have to finish.
    pluginTimeout: 0,
    // Beyond its default of 100, a path parameter would be answered 414 before any handler; the schema refuses instead.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors(error, request, reply) {
      placeInTrace(request, hide)
      sendProblem(error, request, reply.headers(app.securityHeaders).header('x-request-id', request.id))
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(() => JSON.stringify)
  acceptJsonOnly(app)

  await app.register(tracing, { hide, tracer: options.tracer })
  await app.register(securityHeaders, { isUnderTls: options.isUnderTls ?? false })
  await app.register(connections, options.limits ?? connectionLimits)
  await app.register(requestLog)
  await app.register(errors, { hide })
  await app.register(shutdown, {
    drainMs: options.drainMs ?? defaultDrainMs,
    repliesWritten: () => core.chat.allWritten(),
  })
  if (corsOrigins.length > 0) await app.register(cors, corsFor(corsOrigins))
  const refusals = createRefusalCounts()
  await app.register(access, {
    core,
    corsOrigins,
    now,
    link,
    hide,
    refusals,
    isScraper: scraperWith(options.metrics?.token ?? null),
  })
  await app.register(audit, { core })
  await app.register(notFound, { page: options.webRoot === null ? null : answerPage })
  await app.register(openapi, { version, basePath })
  const streams = createEventStreams(options.streamsPerCaller)
  await app.register(metrics, {
    core,
    version,
    counted: [streams.metric, ...refusals.metrics],
    ...(options.metrics?.ollamaPrefix && { ollamaPrefix: options.metrics.ollamaPrefix }),
  })

  const buckets = createBuckets({
    policies: options.buckets,
    now,
    link,
    onExceeded(bucket) {
      refusals.rateLimited(bucket)
      core.alertSignals.note('refusal', { bucket })
    },
  })
  registerFeatures(app, { core, control, version, lifecycle: app.lifecycle, streams, buckets })
  await registerDocs(app)
  if (options.webRoot !== null) await registerSpa(app, { folder: options.webRoot, basePath, core })
  return app
}

export type App = Awaited<ReturnType<typeof buildApp>>

const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'authorization',
    'content-type',
    'if-match',
    'if-none-match',
    'last-event-id',
    'traceparent',
    'x-api-key',
    'x-request-id',
  ],
  exposedHeaders: ['content-disposition', 'etag', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  maxAge: 600,
})

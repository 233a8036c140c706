import {
  type AcceptedKey,
  createHide,
  DashboardError,
  displayAddress,
  hashKey,
  openCore,
  openReplicas,
  openStorage,
  systemClock,
} from '@ollama-dashboard/core'
import { adminKeyOf } from '../access/admin-key.ts'
import { openTrustedProxies } from '../access/trusted-proxies.ts'
import { type App, buildApp } from '../app.ts'
import type { Config } from '../config/config.ts'
import { secretsIn } from '../config/secrets.ts'
import type { Entrance } from '../entrance/entrance.ts'
import type { ProcessControl } from '../features/application/process-control.ts'
import { openTracing } from '../tracing/open-tracing.ts'
import { startDemo, whyNotReachable } from './demo/start-demo.ts'
import { exposureOf } from './exposure.ts'
import { createLogger } from './logger.ts'

export interface StartOptions {
  readonly config: Config
  readonly version: string
  readonly webRoot: string
  /** On a terminal a line per request would bury what a person should read. */
  readonly isTerminal: boolean
  /** What others connect to; it outlives what is started here. */
  readonly entrance: Entrance
  readonly control: ProcessControl
  /** Tells the person who started the program something, in one line. */
  readonly tell: (line: string) => void
}

export interface Started extends AsyncDisposable {
  readonly app: App
}

/** What is cut off when the time of answers is over has this long to say so before. */
const lastWordMs = 250

/**
 * Opens everything behind the entrance, which lets nobody in yet. Closing the result lets replies and other answers finish,
 * and lets go of Ollama.
 */
export async function start(options: StartOptions): Promise<Started> {
  const { config, version, webRoot, isTerminal, entrance, control, tell } = options
  await using opened = new AsyncDisposableStack()
  const { instances, dataDir, databaseUrl, redis, modelsDir, ollama, settingsFile, audit, alerts } = config
  const { firstByteTimeoutMs, idleTimeoutMs, maxConcurrentPulls, historyFile, maxHistory, historyRetentionMs } = config
  const hide = createHide(secretsIn(config))
  const logger = createLogger({
    level: config.logLevel ?? (isTerminal ? 'warn' : 'info'),
    hide,
    pretty: (config.logFormat ?? (isTerminal ? 'pretty' : 'json')) === 'pretty' ? await prettyLines(isTerminal) : null,
  })
  const report = (error: unknown) => {
    if (error instanceof DashboardError) logger.warn(error.message)
    else logger.error({ err: error }, 'background work failed')
  }
  const tracing = config.tracing
    ? opened.use(await openTracing({ config: config.tracing, version, hide, clock: systemClock, report }))
    : null
  const storage = opened.use(await openStorage({ dataDir, databaseUrl, clock: systemClock, report }))
  const replicas = redis
    ? opened.use(await openReplicas({ redisUrl: redis.url, redisCa: redis.ca, storage, version, report }))
    : null
  const accepted = await acceptedKeys(config, tell)

  const [first] = instances
  const missing = config.mayDemo ? await whyNotReachable(first) : null
  const running =
    missing === null
      ? null
      : await startDemo(first, missing, () =>
          tell(`Ollama is reachable at ${displayAddress(first.url)}. Demo mode has ended.`),
        )
  if (running) {
    opened.use(running)
    tell(
      `No Ollama found at ${displayAddress(first.url)} (${missing}). Demo mode: all data is simulated until Ollama is reachable.`,
    )
  }

  const { trustProxy } = config
  const isBehindProxy = trustProxy.fixed.length + trustProxy.names.length > 0
  const proxies = opened.use(await openTrustedProxies({ ...trustProxy, clock: systemClock }))

  const core = opened.use(
    await openCore({
      storage,
      acceptedKeys: accepted,
      instances,
      version,
      dataDir,
      firstByteTimeoutMs,
      idleTimeoutMs,
      maxConcurrentPulls,
      ollama,
      maxHistory,
      historyRetentionMs,
      audit,
      alerts,
      service: { ...config.service, hide },
      watchdog: config.watchdog,
      report,
      exposure: exposureOf(config),
      healthChecks: [proxies.health, entrance.health, tracing?.health].flatMap((one) => one ?? []),
      ...(historyFile !== null && { historyFile }),
      ...(settingsFile !== null && { settingsFile }),
      ...(modelsDir !== null && { modelsDir }),
      ...(replicas && { replicas }),
      ...(running && { demo: running.demo }),
    }),
  )
  opened.defer(() => {
    // Whoever comes now gets no answer instead of a wrong one, and a proxy asks elsewhere.
    entrance.hold()
    return entrance.answered(lastWordMs)
  })
  const { corsOrigins, basePath, buckets, metrics } = config
  const app = opened.use(
    await buildApp({
      core,
      control,
      version,
      buckets,
      metrics,
      corsOrigins,
      basePath,
      webRoot,
      logger,
      hide,
      ...(isBehindProxy && { trustProxy: proxies.trusts }),
      isUnderTls: config.tls !== null,
      ...(tracing && { tracer: tracing.tracer }),
      ...(replicas && { link: replicas.link }),
    }),
  )
  await app.ready()
  const closing = opened.move()
  return { app, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

/** Loaded for those alone who read it. */
async function prettyLines(isTerminal: boolean): Promise<(line: string) => string> {
  const { createPrettyLines } = await import('./pretty-lines.ts')
  return createPrettyLines({ colorize: isTerminal && process.stderr.hasColors() })
}

/** Null on a loopback address without keys: whoever is at the machine is the user. Elsewhere there is always a key. */
async function acceptedKeys(config: Config, tell: (line: string) => void): Promise<readonly AcceptedKey[] | null> {
  if (config.keys.length > 0) return config.keys.map(({ id, role, key }) => ({ id, role, sha256: hashKey(key) }))
  if (config.listen.isLoopback) return null
  const { accepted, fresh, file } = await adminKeyOf(config.dataDir)
  if (fresh !== null) tell(`No API key is configured, so an admin key was created. It is shown only once: ${fresh}`)
  else tell(`Sign in with the admin key from an earlier start. To get a new key, delete ${file} and restart.`)
  return [accepted]
}

import {
  type AcceptedKey,
  createHide,
  DashboardError,
  displayAddress,
  hashKey,
  openCore,
  openStorage,
  systemClock,
} from '@ollama-dashboard/core'
import type { Logger } from 'pino'
import { adminKeyOf } from '../access/admin-key.ts'
import { openTrustedProxies } from '../access/trusted-proxies.ts'
import { buildApp } from '../app.ts'
import type { Config } from '../config/config.ts'
import { secretsIn } from '../config/secrets.ts'
import { type WatchedCertificate, watchCertificate } from '../tls/watched-certificate.ts'
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
  /** Tells the person who started the program something, in one line. */
  readonly tell: (line: string) => void
}

/** Opens everything and listens. Closing the result ends streams, lets answers finish and lets go of Ollama. */
export async function start({ config, version, webRoot, isTerminal, tell }: StartOptions): Promise<AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const { listen, instances, dataDir, databaseUrl, modelsDir, ollama, settingsFile, audit, alerts } = config
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
  const accepted = await acceptedKeys(config, tell)

  const [address] = instances
  const missing = config.mayDemo ? await whyNotReachable(address) : null
  const running =
    missing === null
      ? null
      : await startDemo(address, missing, () =>
          tell(`Ollama is reachable at ${displayAddress(address.url)}. Demo mode has ended.`),
        )
  if (running) {
    opened.use(running)
    tell(
      `No Ollama found at ${displayAddress(address.url)} (${missing}). Demo mode: all data is simulated until Ollama is reachable.`,
    )
  }

  const { trustProxy } = config
  const isBehindProxy = trustProxy.fixed.length + trustProxy.names.length > 0
  const proxies = opened.use(await openTrustedProxies({ ...trustProxy, clock: systemClock }))
  const certificate = openCertificate(config.tls, logger)
  if (certificate) opened.use(certificate)

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
      report,
      exposure: exposureOf(config),
      healthChecks: [proxies, certificate, tracing].flatMap((one) => (one ? [one.health] : [])),
      ...(historyFile !== null && { historyFile }),
      ...(settingsFile !== null && { settingsFile }),
      ...(modelsDir !== null && { modelsDir }),
      ...(running && { demo: running.demo }),
    }),
  )
  const { corsOrigins, basePath, buckets, metrics } = config
  const app = opened.use(
    await buildApp({
      core,
      version,
      buckets,
      metrics,
      corsOrigins,
      basePath,
      webRoot,
      logger,
      hide,
      ...(isBehindProxy && { trustProxy: proxies.trusts }),
      ...(certificate && { certificate }),
      ...(tracing && { tracer: tracing.tracer }),
    }),
  )
  await app.listen({ host: listen.host, port: listen.port })
  tell(
    `Ollama Dashboard ${version} is ready at ${addressOf(app.server.address(), config)}${basePath && `${basePath}/`}`,
  )

  const closing = opened.move()
  return { [Symbol.asyncDispose]: () => closing.disposeAsync() }
}

/** Loaded for those alone who read it. */
async function prettyLines(isTerminal: boolean): Promise<(line: string) => string> {
  const { createPrettyLines } = await import('./pretty-lines.ts')
  return createPrettyLines({ colorize: isTerminal && process.stderr.hasColors() })
}

const openCertificate = (tls: Config['tls'], log: Logger): WatchedCertificate | null =>
  tls && watchCertificate({ files: tls.files, initial: tls.certificate, clock: systemClock, log })

/** Null on a loopback address without keys: whoever is at the machine is the user. Elsewhere there is always a key. */
async function acceptedKeys(config: Config, tell: (line: string) => void): Promise<readonly AcceptedKey[] | null> {
  if (config.keys.length > 0) return config.keys.map(({ id, role, key }) => ({ id, role, sha256: hashKey(key) }))
  if (config.listen.isLoopback) return null
  const { accepted, fresh, file } = await adminKeyOf(config.dataDir)
  if (fresh !== null) tell(`No API key is configured, so an admin key was created. It is shown only once: ${fresh}`)
  else tell(`Sign in with the admin key from an earlier start. To get a new key, delete ${file} and restart.`)
  return [accepted]
}

/** Where a browser on this machine finds it: a wildcard address is no place to go to. */
function addressOf(bound: ReturnType<import('node:net').Server['address']>, { listen: { host }, tls }: Config): string {
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}

import { join } from 'node:path'
import type {
  AlertDeliveryConfig,
  AuditConfig,
  InstanceAddress,
  OllamaMemoryConfig,
  ServerEnvironment,
  ServiceConfig,
  WatchdogPolicy,
} from '@ollama-dashboard/core'
import { isLoopbackHost } from '../access/loopback.ts'
import type { BucketPolicies } from '../http/buckets.ts'
import { readAlerts } from './alerts.ts'
import { readInstances } from './instances.ts'
import { withLocations } from './locations.ts'
import { type MetricsConfig, readMetrics } from './metrics.ts'
import * as ollama from './ollama-values.ts'
import { createReader, type Env } from './reader.ts'
import { type RedisConfig, readRedis } from './redis.ts'
import { readService, readWatchdog } from './service.ts'
import { readTls, type TlsConfig } from './tls.ts'
import { readTracing, type TracingConfig } from './tracing.ts'
import * as values from './values.ts'

export interface Config {
  readonly listen: { readonly host: string; readonly port: number; readonly isLoopback: boolean }
  /** The first is the default one. */
  readonly instances: readonly [InstanceAddress, ...InstanceAddress[]]
  /** Nobody said where Ollama is: a simulated one may take the place of one that is not there. */
  readonly mayDemo: boolean
  readonly keys: readonly values.ConfiguredKey[]
  readonly corsOrigins: readonly string[]
  readonly trustProxy: values.Proxies
  /** Null: plain HTTP. */
  readonly tls: TlsConfig | null
  /** The path that the dashboard has on its host, as "/dash"; empty at the root. */
  readonly basePath: string
  readonly dataDir: string
  /** Where PostgreSQL is, password and all. Null: the storage is in the data folder. */
  readonly databaseUrl: string | null
  /** What replicas share beside the database; null where there is one process. */
  readonly redis: RedisConfig | null
  /** Where Ollama keeps its models, when its own variable says so. */
  readonly modelsDir: string | null
  /** Null: nothing was said. */
  readonly logLevel: values.LogLevel | null
  /** Null: as suits whoever reads it. */
  readonly logFormat: values.LogFormat | null
  /** Where spans go; null where nobody collects any. */
  readonly tracing: TracingConfig | null
  readonly firstByteTimeoutMs: number
  /** Null for no limit. */
  readonly idleTimeoutMs: number | null
  readonly maxConcurrentPulls: number
  /** Where the settings of models are kept as a file too. */
  readonly settingsFile: string | null
  /** Where chats are kept as a file too. */
  readonly historyFile: string | null
  readonly maxHistory: number
  /** Milliseconds. */
  readonly historyRetentionMs: number
  /** Where it is written who did what. */
  readonly audit: AuditConfig
  /** Where messages about alerts go. */
  readonly alerts: AlertDeliveryConfig
  /** Ollama tells neither, so that its own variables are read here as well. */
  readonly ollama: { readonly rules: OllamaMemoryConfig; readonly environment: ServerEnvironment }
  /** How Ollama servers on this machine are started and stopped. */
  readonly service: Omit<ServiceConfig, 'hide'>
  /** How far the dashboard may go to put an Ollama right by itself. */
  readonly watchdog: WatchdogPolicy
  readonly buckets: BucketPolicies
  readonly metrics: MetricsConfig
}

/** Turns the environment into settings, or throws ConfigError with every variable that is wrong. Empty means not set. */
export function readConfig(env: Env): Config {
  const reader = createReader(env)
  const { read, readSecret, finish } = reader

  const host = read('HOST', values.host) ?? '127.0.0.1'
  const port = read('PORT', values.port) ?? 5000
  const { instances, areNamed } = readInstances(reader)
  const keepAlive = read('OLLAMA_KEEP_ALIVE', ollama.keepAlive)
  const flashAttention = read('OLLAMA_FLASH_ATTENTION', ollama.flag)
  const contextLength = read('OLLAMA_CONTEXT_LENGTH', ollama.count)
  const maxLoadedModels = read('OLLAMA_MAX_LOADED_MODELS', ollama.count)
  const dataDir = read('DATA_DIR', values.path) ?? './data'
  const anchorUrl = readSecret('AUDIT_ANCHOR_URL', values.anchorUrl)
  const byRole = {
    viewer: readSecret('API_KEY_VIEWER', values.rotatingKey),
    operator: readSecret('API_KEY_OPERATOR', values.rotatingKey),
    admin: readSecret('API_KEY_ADMIN', values.rotatingKey),
  }

  const service = readService(env, reader)
  const redis = readRedis(reader)

  const config: Config = {
    listen: { host, port, isLoopback: isLoopbackHost(host) },
    instances: read('OLLAMA_LOCATION', (text) => withLocations(text, instances)) ?? instances,
    // Whoever has Ollama started with the dashboard waits for that one, and replicas would each have a demo of their own.
    mayDemo: !areNamed && env['NODE_ENV'] !== 'production' && !service.autoStart && !redis,
    service,
    watchdog: readWatchdog(service, reader),
    keys: values.keysOf(byRole),
    corsOrigins: read('CORS_ORIGINS', values.origins) ?? [],
    trustProxy: read('TRUST_PROXY', values.proxies) ?? { fixed: [], names: [] },
    tls: readTls(reader),
    basePath: read('BASE_PATH', values.basePath) ?? '',
    dataDir,
    databaseUrl: readSecret('DATABASE_URL', values.databaseUrl),
    redis,
    modelsDir: read('OLLAMA_MODELS', values.path),
    logLevel: read('LOG_LEVEL', values.logLevel),
    logFormat: read('LOG_FORMAT', values.logFormat),
    tracing: readTracing(reader),
    firstByteTimeoutMs: (read('FIRST_BYTE_TIMEOUT_SECONDS', values.seconds) ?? 600) * 1000,
    idleTimeoutMs: (read('STREAM_IDLE_TIMEOUT_SECONDS', values.secondsOrNone) ?? 600) * 1000 || null,
    maxConcurrentPulls: read('MAX_CONCURRENT_PULLS', values.pullsAtOnce) ?? 2,
    settingsFile: read('MODEL_SETTINGS_FILE', values.path),
    historyFile: read('HISTORY_FILE', values.path),
    maxHistory: read('MAX_HISTORY', values.conversations) ?? 50,
    historyRetentionMs: read('HISTORY_RETENTION', values.retention) ?? values.retention('365d'),
    audit: {
      path: read('AUDIT_LOG_FILE', values.path) ?? join(dataDir, 'logs', 'audit.log'),
      maxBytes: read('AUDIT_LOG_MAX_BYTES', values.logBytes) ?? 67_108_864,
      ...(anchorUrl && { anchorUrl }),
    },
    alerts: readAlerts(reader),
    ollama: {
      rules: {
        // Zero leaves it to Ollama, which then takes one.
        numParallel: read('OLLAMA_NUM_PARALLEL', ollama.count) || 1,
        kvCacheType: read('OLLAMA_KV_CACHE_TYPE', ollama.kvCacheType) ?? 'f16',
        gpuOverheadBytes: read('OLLAMA_GPU_OVERHEAD', ollama.count) ?? 0,
        ...(flashAttention !== null && { flashAttention }),
      },
      environment: {
        ...(keepAlive !== null && { keepAlive }),
        ...(contextLength && { contextLength }),
        ...(maxLoadedModels && { maxLoadedModels }),
      },
    },
    metrics: readMetrics(reader),
    buckets: {
      model_operations: read('RATE_LIMIT_MODEL_OPERATIONS', values.rate) ?? { capacity: 5, windowSeconds: 60 },
      model_pull: read('RATE_LIMIT_MODEL_PULL', values.rate) ?? { capacity: 2, windowSeconds: 300 },
      interactive_operations: read('RATE_LIMIT_INTERACTIVE_OPERATIONS', values.rate) ?? {
        capacity: 60,
        windowSeconds: 60,
      },
      interactive_pull: read('RATE_LIMIT_INTERACTIVE_PULL', values.rate) ?? { capacity: 20, windowSeconds: 300 },
      background_updates: read('RATE_LIMIT_BACKGROUND_UPDATES', values.rate) ?? { capacity: 6, windowSeconds: 60 },
    },
  }
  finish()
  return config
}

export { type AcceptedKey, hashKey } from './access/accepted-key.ts'
export type { Credential } from './access/credential.ts'
export { createCredentials } from './access/credentials.ts'
export type { End } from './access/holds.ts'
export { sessionLimits, type Visit } from './access/sessions/known-session.ts'
export type { FoundSession } from './access/sessions/sessions.ts'
export type { AlertChannel, AlertDeliveryConfig } from './alerts/delivery/channel.ts'
export { emailChannel, parseMailboxes, parseSmtpUrl } from './alerts/delivery/email-address.ts'
export { parseChannels } from './alerts/delivery/parse-channels.ts'
export type { Audit, AuditConfig, PastEntry } from './audit/audit.ts'
export type { AuditedCall } from './audit/audited-call.ts'
export { verifyFiles } from './audit/log/verify-files.ts'
export type { Chat } from './chat/chat.ts'
export { openCore } from './core.ts'
export type { Core } from './core-interface.ts'
export type { CoreOptions } from './core-options.ts'
export type { Demo } from './demo/demo.ts'
export type { DemoPast, PastConversation, PastOperation } from './demo/demo-past.ts'
export { createEventBus } from './events/event-bus.ts'
export { createEventStream } from './events/event-stream.ts'
export { truncatedDetail } from './inference/measure-exchange.ts'
export type { InstanceAddress } from './instances/connect-instance.ts'
export { instanceNotFound } from './instances/instances.ts'
export { type Location, locations } from './instances/location.ts'
export type { JobRepository } from './jobs/job-table.ts'
export type { Jobs } from './jobs/jobs.ts'
export { JsonLine } from './json/json-line.ts'
export { JsonBeyondLimits, jsonLimits } from './json/json-scan.ts'
export { readJson, readJsonInParts } from './json/read-json.ts'
export {
  type Actor,
  type CallContext,
  type Change,
  keyIdOf,
  localActor,
  systemContext,
} from './kernel/call-context.ts'
export { type Clock, systemClock, withinMs } from './kernel/clock.ts'
export type {
  AnyMetric,
  HealthCheck,
  HistogramMetric,
  HistogramSeries,
  Labels,
  Metric,
  Sample,
} from './kernel/contributions.ts'
export { describeFailures, type FieldFailure } from './kernel/describe-failures.ts'
export { DashboardError, type DashboardErrorOptions } from './kernel/errors.ts'
export { createHide, type Hide } from './kernel/hidden-secrets.ts'
export { type Counter, createCounter } from './kernel/metrics/counter.ts'
export { createHistogram, type Histogram } from './kernel/metrics/histogram.ts'
export { problemOf, unknownFailure } from './kernel/problem.ts'
export { allows } from './kernel/rights/allows.ts'
export { hidesNames } from './kernel/rights/held-grant.ts'
export { holdsEverything, type Rights, rightsOf } from './kernel/rights/rights.ts'
export { sees } from './kernel/rights/sees.ts'
export type { Span, SpanAttributes, SpanOptions, Tracer } from './kernel/span.ts'
export { createTokenBucket, type TokenBucket } from './kernel/token-bucket.ts'
export { newTraceId, newTraceparent, type Trace, withTrace } from './kernel/trace-context.ts'
export type { OllamaMemoryConfig } from './memory/memory-estimate.ts'
export { distinctModels } from './models/actions/distinct-models.ts'
export { modelNotFound } from './models/find-model.ts'
export type { Models } from './models/models.ts'
export { normalizeModelName } from './ollama/model-name.ts'
export { type OllamaAccess, secretsOf } from './ollama/ollama-access.ts'
export { displayAddress, isLoopback, parseOllamaHost, splitCredentials } from './ollama/ollama-address.ts'
export { createOllama } from './ollama/ollama-client.ts'
export type { ServerEnvironment } from './ollama/server-defaults.ts'
export type { Settings } from './settings/settings.ts'
export type { Precondition } from './settings/settings-store.ts'
export { createMemoryStorage, openStorage } from './storage/open-storage.ts'
export type { Storage } from './storage/storage.ts'
export { StorageNotOpened } from './storage/storage-failure.ts'
export type { StorageState } from './storage/storage-guard.ts'
export type { HostFigures, HostProbe } from './system/host-probe.ts'
export type { PastSample } from './system/system-monitor.ts'

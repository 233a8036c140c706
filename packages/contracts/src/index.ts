export { type Access, type Bucket, buckets, can, grants, type Role, roles } from './access.ts'
export type {
  ChatChunk,
  ChatMessage,
  ChatMetrics,
  ChatRequest,
  ChatRole,
  ChatSession,
  ModelPerformance,
  SessionMessage,
  SessionPage,
  SessionSummary,
} from './chat.ts'
export { type ApiContract, contract } from './contract.ts'
export {
  type Contract,
  defineEndpoints,
  type Endpoint,
  type EndpointGroup,
  type EventsEndpoint,
  errorsOf,
  type Input,
  isEvents,
  isStream,
  type JsonEndpoint,
  type Output,
  type ServerSentEvent,
  type StreamEndpoint,
} from './endpoint.ts'
export { type AnswerForm, answerForm, type EndpointRow, type EndpointTable, endpointTable } from './endpoint-table.ts'
export { type ErrorCode, type FieldError, Problem, problems } from './errors.ts'
export type { CancelResult, Job, JobResult, JobState, PullProgress } from './jobs.ts'
export { ModelName, modelNamePattern } from './model-name.ts'
export {
  type ChatOptions,
  type KeepAlive,
  ModelSettings,
  type NumberBounds,
  type SettingField,
  SettingsPatch,
  settingBounds,
  settingFields,
} from './model-settings.ts'
export type {
  AvailableModel,
  AvailableModels,
  BulkStartResult,
  Catalogue,
  CatalogueModel,
  CopyResult,
  DeletePreview,
  DeleteResult,
  MemoryEstimate,
  Model,
  ModelActionResult,
  ModelInfo,
  ModelStatus,
  RunningModel,
  RunningModels,
  StartRequest,
} from './models.ts'
export { type KvCacheType, kvCacheTypes } from './models.ts'
export type { BucketStatus, DashboardEvent, Health, HealthComponent, HealthState, Snapshot } from './observability.ts'
export type { Instance, Manager, ServiceStatus } from './service.ts'
export type { Session } from './session.ts'
export type {
  ApplyResult,
  EffectiveSettings,
  ImportedModel,
  ImportOutcome,
  ImportResult,
  Recommendation,
  SettingOrigin,
  SettingReason,
  SettingsEntry,
  SettingsProblem,
  SettingsSource,
} from './settings.ts'
export type { Gpu, Spread, StatsHistory, StatsPoint, StatsRange, SystemStats } from './system.ts'

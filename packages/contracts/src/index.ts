export {
  type Access,
  type Bucket,
  buckets,
  type InteractiveBucket,
  interactiveBuckets,
  type Role,
  roles,
} from './access.ts'
export { type Alert, type AlertState, alertStates, type Severity, severities } from './alert.ts'
export {
  type AlertRule,
  type Alerts,
  type Channel,
  type ChannelKind,
  type Comparison,
  channelKinds,
  comparisons,
  type Deliveries,
  type Delivery,
  type DeliveryState,
  type Mute,
  type NewRule,
  type RuleChange,
  type RuleMetric,
  type RuleState,
  ruleMetrics,
} from './alerts.ts'
export type { KnownList, Remembered } from './application.ts'
export { type AttachedFile, attach, joinFiles, type MessageParts, splitFiles } from './attached-files.ts'
export {
  type AuditEntry,
  type AuditFilters,
  type AuditOutcome,
  type AuditPage,
  type AuditVerification,
  auditOutcomes,
} from './audit.ts'
export type { Catalogue, CatalogueModel } from './catalogue.ts'
export type { ChatChunk, ChatRequest, DetachedReply, ReplyEvent } from './chat-exchange.ts'
export { type ChatMessage, type ChatRole, chatRoles } from './chat-message.ts'
export type { ChatMetrics } from './chat-metrics.ts'
export { canContinue, withContinuation } from './continued-reply.ts'
export { type ApiContract, contract } from './contract.ts'
export {
  type ContinuedReply,
  type Conversation,
  ConversationMessage,
  type ConversationPage,
  type ConversationSummary,
  type ListedConversation,
  type Passage,
  type ReplyBegun,
  type ReplyInProgress,
} from './conversation.ts'
export { type DoctorFinding, type DoctorReport, type FindingSeverity, findingSeverities } from './doctor.ts'
export {
  type AlternativeBody,
  type AlternativeOutput,
  type AlternativeQuery,
  type AuditMode,
  auditOf,
  type Contract,
  defineEndpoints,
  type Endpoint,
  type EndpointGroup,
  type EventsEndpoint,
  type EventsOutput,
  type EventsQuery,
  errorsOf,
  type Input,
  isEvents,
  isStream,
  type JsonEndpoint,
  mayLackBody,
  type Output,
  type ServerSentEvent,
  type StreamEndpoint,
} from './endpoint.ts'
export {
  type AnswerForm,
  answerForm,
  type EndpointRow,
  type EndpointTable,
  endpointTable,
  pathRoots,
} from './endpoint-table.ts'
export { type ErrorCode, type FieldError, Problem, type ProblemDetails, problems } from './errors.ts'
export type { DashboardEvent, EventContents } from './events.ts'
export type { Instance } from './fleet.ts'
export { durationMs } from './go-duration.ts'
export type { Grant } from './grant.ts'
export {
  type GpuHistory,
  type HistoryRange,
  historyRanges,
  type MemoryUsage,
  type Residency,
  type ResidencySpan,
  type Spread,
  type StatsHistory,
  type StatsPoint,
} from './history.ts'
export {
  type ApplyJob,
  type BulkAction,
  type BulkJob,
  BulkProgress,
  bulkActions,
  type CancelResult,
  type Job,
  type JobResult,
  type JobState,
  type ProgressEvent,
  type PullJob,
  PullProgress,
  type RestartJob,
  type StartJob,
  type StopJob,
} from './jobs.ts'
export type { ApiKey, CreateKeyRequest, FreshKey, RotateKeyRequest, UpdateKeyRequest } from './keys.ts'
export { limits, mebibyte } from './limits.ts'
export { type KvCacheType, kvCacheTypes, type MemoryEstimate, type MemoryRoom } from './memory-estimate.ts'
export type { Anomaly, MetricsSummary, OperationStatistics, Operations } from './metrics.ts'
export type { AvailableModel, AvailableModels, Model, RunningModel, RunningModels } from './model.ts'
export type {
  BulkResult,
  BulkStartResult,
  CopyResult,
  DeletePreview,
  DeleteResult,
  ModelActionResult,
  StartRequest,
} from './model-actions.ts'
export type { ModelActivity, ModelsActivity } from './model-activity.ts'
export type { ModelInfo, ModelStatus } from './model-info.ts'
export { ListedModelName, listedModelNamePattern, ModelName } from './model-name.ts'
export type { LoadPlan, ModelRoom, PlannedLoad, PlannedSequence } from './model-plan.ts'
export {
  type ChatOptions,
  contextBounds,
  droppedFields,
  type KeepAlive,
  ModelSettings,
  type NumberBounds,
  optionFields,
  type SettingField,
  SettingsPatch,
  settingBounds,
  settingFields,
  type Think,
  textBounds,
} from './model-settings.ts'
export type { BucketStatus, Health, HealthComponent, HealthState, Snapshot } from './observability.ts'
export {
  comparableName,
  listedName,
  type ModelNameParts,
  modelNamePattern,
  parseModelName,
  sameModel,
} from './parse-model-name.ts'
export {
  type Measurement,
  type ModelPerformance,
  type PerformanceHour,
  type PerformanceRange,
  type PerformanceSummary,
  performanceRanges,
  type ServerPerformance,
} from './performance.ts'
export {
  builtInPermissions,
  isBuiltIn,
  leastRoleWith,
  type Operation,
  type OperationId,
  operations,
  operationsOf,
  permissionsOf,
  type RoleParts,
} from './permissions.ts'
export type { Preset, SavePresetRequest } from './presets.ts'
export type { CreateRoleRequest, RoleName, RoleRecord, UpdateRoleRequest } from './roles.ts'
export type {
  Manager,
  ServiceChanging,
  ServiceLog,
  ServiceLogEvent,
  ServiceLogLine,
  ServiceLogSource,
  ServiceResult,
  ServiceStatus,
} from './service.ts'
export type { Session } from './session.ts'
export type { BrowserSession } from './sessions.ts'
export type { EffectiveSettings, Recommendation, SettingOrigin, SettingReason } from './settings-advice.ts'
export type {
  ApplyResult,
  ImportedModel,
  ImportOutcome,
  ImportResult,
  SettingsProblem,
  UndoResult,
} from './settings-changes.ts'
export type { SettingsEntry, SettingsSource } from './settings-entry.ts'
export type { ChangedSetting, ChangeWay, PastChange, SettingsHistory } from './settings-history.ts'
export { splitThoughts } from './split-thoughts.ts'
export type { Gpu, HostVersions, SystemStats } from './system.ts'
export { type SpeedChange, type Timeline, type TimelineEntry, type TimelineKind, timelineKinds } from './timeline.ts'

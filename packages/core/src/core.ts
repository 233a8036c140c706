import type {
  DashboardEvent,
  Health,
  Instance,
  ModelActionResult,
  ModelInfo,
  ModelStatus,
  RunningModels,
  AvailableModels,
  ServiceStatus,
  StartRequest,
  StatsHistory,
  StatsRange,
  SystemStats,
} from '@ollama-dashboard/contracts'

/** Who asks, and until when. */
export interface Caller {
  readonly keyId: string | null
  readonly signal: AbortSignal
}

/** Values from the last good answer. The same object comes back until something changed: it can key a cache of its JSON. */
export interface ModelLists {
  running(instance?: string, options?: { refresh?: boolean }): Promise<RunningModels>
  available(instance?: string, options?: { refresh?: boolean }): Promise<AvailableModels>
}

export interface ModelActions {
  start(model: string, request: StartRequest, caller: Caller, instance?: string): Promise<ModelActionResult>
  stop(model: string, caller: Caller, instance?: string): Promise<ModelActionResult>
  restart(model: string, request: Omit<StartRequest, 'pull'>, caller: Caller, instance?: string): Promise<ModelActionResult>
}

export interface ModelReads {
  info(model: string, caller: Caller, instance?: string, options?: { refresh?: boolean }): Promise<ModelInfo>
  status(model: string, instance?: string): Promise<ModelStatus>
}

export interface Core extends AsyncDisposable {
  readonly models: ModelLists & ModelActions & ModelReads
  readonly system: { stats(): Promise<SystemStats>; history(range: StatsRange): StatsHistory }
  readonly instances: { list(): readonly Instance[]; version(instance?: string): { version: string | null; instance: string } }
  readonly service: { status(signal: AbortSignal, instance?: string): Promise<ServiceStatus> }
  readonly events: { recent(limit: number): readonly DashboardEvent[] }
  health(): Health
}

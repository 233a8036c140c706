import type {
  AvailableModels,
  BulkProgress,
  BulkResult,
  BulkStartResult,
  CopyResult,
  DeletePreview,
  DeleteResult,
  LoadPlan,
  ModelActionResult,
  ModelInfo,
  ModelRoom,
  ModelSettings,
  ModelStatus,
  ModelsActivity,
  RunningModels,
  StartRequest,
} from '@ollama-dashboard/contracts'
import type { InstanceInput, Instances, ModelInput } from '../instances/instances.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { ModelMemory } from '../memory/model-memory.ts'
import type { DeleteTools } from './actions/delete-model.ts'
import type { ModelTasks } from './actions/model-tasks.ts'
import type { Pull, StartTools } from './actions/start-model.ts'
import type { ActivityTracker } from './activity/activity-tracker.ts'
import type { ReadOptions } from './lists/model-lists.ts'
import type { PlanTools } from './model-plan.ts'

export interface StartInput extends ModelInput {
  readonly request?: StartRequest
}

/** Models of the Ollama servers. */
export interface Models {
  /** Returns the same object until something changes, so that its JSON can be cached. */
  running(context: CallContext, input?: InstanceInput & ReadOptions): Promise<RunningModels>
  /** Returns the same object until something changes, so that its JSON can be cached. */
  available(context: CallContext, input?: InstanceInput & ReadOptions): Promise<AvailableModels>
  /**
   * Resolves when the model is in memory, at once if it already is. Throws `model_not_found`, `insufficient_memory`,
   * `superseded` when a stop or delete takes its place, or what Ollama throws.
   */
  start(context: CallContext, input: StartInput): Promise<ModelActionResult>
  /** Resolves when the model has left memory. Throws `model_not_found`, `ollama_unreachable`, or `still_unloading` after 30 s. */
  stop(context: CallContext, input: ModelInput): Promise<ModelActionResult>
  /** Stops, then starts the model. Throws what `stop` and `start` throw; if `start` fails, the model stays unloaded. */
  restart(context: CallContext, input: StartInput): Promise<ModelActionResult>
  info(context: CallContext, input: ModelInput & ReadOptions): Promise<ModelInfo>
  status(context: CallContext, input: ModelInput): Promise<ModelStatus>
  /** What the models do that are loaded, and others with a running request. */
  activity(context: CallContext, input?: InstanceInput): Promise<ModelsActivity>
  /** What starting models would do, each by itself and all in order. Throws `model_not_found`. */
  plan(context: CallContext, input: InstanceInput & Pick<BulkInput, 'models'>): Promise<LoadPlan>
  /** The largest model that could be loaded now without unloading another. */
  room(context: CallContext, input?: InstanceInput): Promise<ModelRoom>
  delete(context: CallContext, input: ModelInput): Promise<DeleteResult>
  deletePreview(context: CallContext, input: ModelInput): Promise<DeletePreview>
  copy(context: CallContext, input: CopyInput): Promise<CopyResult>
  /** Loads models in sequence; each has its own result. Throws `validation_failed` if two names mean the same model. */
  bulkStart(context: CallContext, input: InstanceInput & BulkInput): Promise<BulkStartResult>
  /** As `bulkStart`. */
  bulkStop(context: CallContext, input: InstanceInput & BulkInput): Promise<BulkResult>
  /** As `bulkStart`. */
  bulkDelete(context: CallContext, input: InstanceInput & BulkDeleteInput): Promise<BulkResult>
}

export interface BulkInput {
  readonly models: readonly string[]
  /** Told how each model stands, whenever one of them goes on. */
  readonly onProgress?: (items: BulkProgress['items']) => void
}

export interface BulkDeleteInput extends BulkInput {
  /** How far the same deletion was when it ended in the middle. */
  readonly before?: BulkProgress['items'] | undefined
}

export interface CopyInput extends InstanceInput {
  readonly source: string
  readonly destination: string
}

export interface ModelsOptions extends DeleteTools, StartTools {
  readonly instances: Instances
  readonly tasks: ModelTasks
  readonly activity: Pick<ActivityTracker, 'of'>
  readonly memoryOf: ModelMemory
  readonly pull: Pull
  readonly settings: SettingsOfModels
  readonly planning: Omit<PlanTools, 'memoryOf' | 'savedOf' | 'runners' | 'clock' | 'weightsOf'>
}

/** What models need of what is saved for them. */
export interface SettingsOfModels {
  of(model: string): Promise<ModelSettings>
  /** Tells whether anything was saved. `by` is the id of the key that deletes the model. */
  forget(model: string, by: string | null): Promise<boolean>
  /** Returns the same object until something changes. */
  customised(): ReadonlySet<string>
}

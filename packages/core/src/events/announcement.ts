import type { Job, ProgressEvent } from '@ollama-dashboard/contracts'

interface ModelEvent {
  readonly instance: string
  readonly model: string
  readonly detail?: string
}

/** What happened, with all that an event of its type tells. `by` is the id of the key that asked for it. */
export type Announcement = { readonly by?: string } & (
  | ({ readonly type: 'model.loading' | 'model.unloading' | 'model.load_failed' } & ModelEvent)
  | ({ readonly type: 'model.loaded' | 'model.unloaded'; readonly duration_seconds?: number } & ModelEvent)
  | ({ readonly type: 'model.deleted' | 'model.copied' | 'prompt.truncated' } & ModelEvent)
  | ({ readonly type: ProgressEvent | 'job.changed'; readonly job: Job } & Partial<ModelEvent> & InstanceEvent)
  | ({ readonly type: 'ollama.up' | 'ollama.down' | 'instance.changed' } & InstanceEvent)
  | ({ readonly type: 'settings.saved' | 'settings.removed'; readonly model?: string } & InstanceEvent)
)

interface InstanceEvent {
  readonly instance: string
  readonly detail?: string
}

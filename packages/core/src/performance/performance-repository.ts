/** What is counted of one request. Buckets are of a scale that the subject knows. */
export interface PerformanceSample {
  readonly instance: string
  readonly model: string
  /** The hour it belongs to, RFC 3339. */
  readonly hour: string
  readonly at: string
  readonly failed: boolean
  readonly promptTokens: number
  readonly completionTokens: number
  readonly buckets: readonly { readonly metric: string; readonly bucket: number }[]
}

export interface PerformanceHour {
  readonly hour: string
  readonly requests: number
  readonly errors: number
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly last_used_at: string
}

/** A model's sums over several hours. */
export interface PerformanceOfModel extends Omit<PerformanceHour, 'hour'> {
  readonly model: string
}

export interface ModelBucket {
  readonly model: string
  readonly metric: string
  readonly bucket: number
  readonly count: number
}

export interface PerformanceBucket {
  readonly hour: string
  readonly metric: string
  readonly bucket: number
  readonly count: number
}

export interface PerformanceScope {
  readonly model?: string
  /** The first hour. */
  readonly since?: string
}

/**
 * Sums by hour, added to as requests end: reading never goes over the requests themselves. Changes are written together,
 * within seconds and at the end; what is read has them.
 */
export interface PerformanceRepository {
  add(sample: PerformanceSample): void
  /** Oldest first; of all models together where none is named. */
  hours(instance: string, of: PerformanceScope): Promise<PerformanceHour[]>
  buckets(instance: string, of: PerformanceScope): Promise<PerformanceBucket[]>
  models(instance: string, since: string): Promise<PerformanceOfModel[]>
  modelBuckets(instance: string, since: string): Promise<ModelBucket[]>
  removeBefore(hour: string): void
}

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

export interface PerformanceBucket {
  readonly hour: string
  readonly metric: string
  readonly bucket: number
  readonly count: number
}

/** Sums by hour, added to as requests end: reading never goes over the requests themselves. */
export interface PerformanceRepository {
  add(sample: PerformanceSample): Promise<void>
  /** Oldest first. */
  hours(instance: string, model: string): Promise<PerformanceHour[]>
  buckets(instance: string, model: string): Promise<PerformanceBucket[]>
  removeBefore(hour: string): Promise<void>
}

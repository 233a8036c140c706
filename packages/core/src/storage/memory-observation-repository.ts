/** What a model took in memory at a context, as Ollama said; sizes are bytes. */
export interface StoredObservation {
  readonly instance: string
  readonly digest: string
  readonly context: number
  readonly size: number
  readonly observed_at: string
}

/** What was measured here, to be kept over a restart. */
export interface MemoryObservationRepository {
  all(): Promise<StoredObservation[]>
  /** In place of what was measured before at that context. */
  save(observation: StoredObservation): Promise<void>
  /** All that was measured of a model on a server. */
  forget(instance: string, digest: string): Promise<void>
}

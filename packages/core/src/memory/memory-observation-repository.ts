/** What Ollama's own variables said while something was measured: with others it takes another size. */
export interface MeasuredUnder {
  readonly kv_cache_type: string
  readonly num_parallel: number
  /** `auto` where nothing is said. */
  readonly flash_attention: 'on' | 'off' | 'auto'
}

/** What a model took in memory at a context, as Ollama said; sizes are bytes. */
export interface StoredObservation extends MeasuredUnder {
  /** Which server, whatever it is called here. */
  readonly server: string
  readonly digest: string
  readonly context: number
  readonly size: number
  readonly observed_at: string
}

/** What was measured here, to be kept over a restart. Changes are written together, within seconds and at the end. */
export interface MemoryObservationRepository {
  /** What was measured under these rules. */
  all(under: MeasuredUnder): Promise<StoredObservation[]>
  /** In place of what was measured before at that context under the same rules. */
  save(observation: StoredObservation): void
  /** All that was measured of a model on a server. */
  forget(server: string, digest: string): void
}

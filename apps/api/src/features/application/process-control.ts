/** What the process that the API runs in can be told to do. */
export interface ProcessControl {
  /**
   * Reads the configuration again, and resolves with the restart that would use it. Throws `configuration_invalid`, whose
   * message names each variable that is wrong; nothing has changed then.
   */
  prepareReload(): Promise<Reload>
  /** Ends the process, and waits for nothing. */
  kill(): void
}

/** A restart in place: either of the two is called, once. */
export interface Reload {
  begin(): void
  abandon(): void
}

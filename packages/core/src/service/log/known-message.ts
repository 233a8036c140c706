/** Something that Ollama logs and people ask about. */
export interface KnownMessage {
  /**
   * Part of the line in lower case; "…" stands for anything between two parts. It is searched for as it is, never as a
   * pattern.
   */
  readonly text: string
  readonly explanation: string
  /** Where the text stands: versions and file of Ollama's source, of which 0.32 is the newest looked at, or an issue. */
  readonly source: string
}

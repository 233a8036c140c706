/** What the dashboard wrote into files that others may write too, so that it can tell its own from theirs. */
export interface WrittenFilesRepository {
  /** The hashes remembered for a file, by its name. */
  hashesOf(name: string): Promise<readonly string[]>
  /** Remembers these, in place of those from before. */
  remember(name: string, hashes: readonly string[]): Promise<void>
}

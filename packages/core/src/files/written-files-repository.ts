/** What the dashboard wrote into files that others may write too, so that it can tell its own from theirs. */
export interface WrittenFilesRepository {
  /**
   * The hashes remembered for a file at this path, on whichever host: a container that is made anew has another name,
   * and the same file.
   */
  hashesOf(path: string): Promise<readonly string[]>
  /** Remembers these for the file at this path on a host, in place of those from before. */
  remember(host: string, path: string, hashes: readonly string[]): Promise<void>
}

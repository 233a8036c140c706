import type { JobEvent } from '../job-states.ts'
import type { StoredJob } from '../job-table.ts'
import type { JobEntry } from './job-entry.ts'

/** What a job is told as: with a state, or on its way. */
export type ToldAs = 'changed' | 'progress'

/** How jobs get into the storage. What changes one is called in its turn, before the book knows of it. */
export interface JobKeeper extends AsyncDisposable {
  /** Resolves with the job that is there: another one, where that is for the same work and has not ended. */
  begin(entry: JobEntry): Promise<StoredJob>
  /** Makes a change that somebody asked for; null where it cannot happen any more. Throws where it cannot be kept. */
  change(entry: JobEntry, event: JobEvent, patch: Partial<StoredJob>): Promise<StoredJob | null>
  /** `change` for what a run has done already and no storage undoes: it is written as soon as that works. */
  note(entry: JobEntry, event: JobEvent, patch: Partial<StoredJob>): Promise<StoredJob | null>
  /** The book knows of it, and has told it. */
  told(entry: JobEntry, as: ToldAs): void
  /** Writes it within a second. */
  saveLater(entry: JobEntry): void
  /** Writes it now, or as soon as that works. */
  save(entry: JobEntry): Promise<void>
  /** Reads anew what others may have changed; called in its turn. */
  refresh(entry: JobEntry): Promise<void>
  remove(entries: readonly JobEntry[]): void
}

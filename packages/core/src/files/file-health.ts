import type { Finding } from '../kernel/contributions.ts'

export interface FileExportState {
  /** Why the file is not as the storage is; null while it is. */
  readonly problem: string | null
  /** Milliseconds since the epoch. */
  readonly triedAt: number | null
  /** It is for another replica to write it. */
  readonly isElsewhere?: boolean
}

/** The storage holds the truth: a file that lags behind loses nothing. */
export const fileHealth = (name: string, state: FileExportState): readonly Finding[] => [
  {
    name,
    status: state.problem === null ? 'healthy' : 'degraded',
    detail: state.problem ?? (state.isElsewhere ? 'Another replica writes it.' : 'It matches the saved data.'),
    checkedAt: state.triedAt,
  },
]

/** The tables as the newest migration leaves them. Times are RFC 3339 in UTC, so that as text they sort by time. */
export interface Tables {
  jobs: JobRow
  write_checks: { id: string; checked_at: string }
}

export interface JobRow {
  id: string
  kind: string
  model: string
  instance: string
  state: string
  /** JSON. */
  progress: string | null
  /** JSON. */
  error: string | null
  attempts: number
  created_at: string
  started_at: string | null
  finished_at: string | null
}

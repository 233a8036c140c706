import type { JobTables } from '../jobs/job-table.ts'
import type { StoredObservation } from '../memory/memory-observation-repository.ts'
import type { PerformanceBucket, PerformanceHour } from '../performance/performance-repository.ts'

/**
 * The tables as the newest migration leaves them. Times are RFC 3339 in UTC, so that as text they sort by time; other
 * text sorts by the language of a PostgreSQL server, and differently on SQLite. Types that mean the same to both engines
 * are `text` (which takes no NUL character), `integer` of 32 bits, `bigint` up to 2^53, and `double precision`.
 */
export interface Tables extends JobTables {
  write_checks: { id: string; checked_at: string }
  model_settings: ModelSettingsRow
  /** `name` is a host's and a path, `hashes` is JSON. */
  written_files: { name: string; hashes: string }
  memory_observations: StoredObservation
  chat_sessions: ChatSessionRow
  chat_messages: ChatMessageRow
  performance_hours: PerformanceHour & OfModel
  performance_buckets: PerformanceBucket & OfModel
}

interface OfModel {
  instance: string
  model: string
}

export interface ChatSessionRow {
  id: string
  /** A key's id; empty where no key is asked for. */
  owner: string
  title: string
  model: string
  created_at: string
  updated_at: string
  message_count: number
  /** Titles and messages, folded. */
  search_text: string
}

export interface ChatMessageRow {
  session_id: string
  /** In the order of the conversation, with gaps. */
  position: number
  /** JSON, without its pictures. */
  message: string
  /** Which one a question began, that its reply may find it: the place behind it is kept free. Null for others. */
  exchange: string | null
  /** JSON; null where there are none. */
  images: string | null
}

export interface ModelSettingsRow {
  /** Equal for all names of one model. */
  id: string
  model: string
  version: string
  /** JSON. */
  settings: string
  source: string
  updated_at: string | null
  updated_by: string | null
  /** JSON. */
  extra: string | null
}

import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { formatAgo } from '../../../lib/format.ts'

/** "Saved by laptop, 3 days ago"; "Recommended, saved yesterday". */
export function savedBy(entry: SettingsEntry | null, now: number): string {
  if (!entry) return 'Nothing saved'
  const { source, updated_at, updated_by } = entry
  // The clocks of server and browser may differ: nothing was saved in the future.
  const when = updated_at === null ? null : formatAgo(updated_at, Math.max(now, Date.parse(updated_at)))
  if (source === 'recommended') return when === null ? 'Recommended, saved' : `Recommended, saved ${when}`
  if (updated_by !== null) return when === null ? `Saved by ${updated_by}` : `Saved by ${updated_by}, ${when}`
  return when === null ? 'Saved' : `Saved ${when}`
}

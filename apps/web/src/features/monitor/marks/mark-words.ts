import type { SpeedChange, TimelineEntry, TimelineKind } from '@ollama-dashboard/contracts'
import { capitalised, formatPercent } from '../../../lib/format.ts'
import type { ChartMark } from '../charts/chart-mark.ts'

/** Something that charts mark, in words. */
export interface Mark extends ChartMark {
  readonly kind: TimelineKind
  readonly title: string
  /** What else is known of it. */
  readonly facts: readonly string[]
}

/** Oldest first. */
export const marksOf = (entries: readonly TimelineEntry[]): Mark[] =>
  entries
    .map((entry): Mark => {
      const { id, at, ended_at, kind, severity } = entry
      const seconds = Date.parse(at) / 1000
      return {
        id,
        at: seconds,
        until: kind === 'alert' && ended_at !== null ? Date.parse(ended_at) / 1000 : null,
        kind,
        tone: severity === 'critical' ? 'broken' : severity === 'warning' ? 'attention' : 'plain',
        title: titleOf(entry),
        facts: factsOf(entry),
      }
    })
    .toSorted((a, b) => a.at - b.at)

const of: Readonly<Record<string, string>> = {
  ollama: 'Ollama',
  dashboard: 'Dashboard',
  gpu: 'GPU driver',
  driver: 'GPU driver',
}

function titleOf({ kind, type, model, detail, before, after }: TimelineEntry): string {
  const [about = '', what = ''] = type.split('.')
  if (kind === 'version') {
    const subject = model ?? of[about] ?? capitalised(about)
    // What a digest was says nothing to a person.
    return model === null && after !== null
      ? `${subject} ${before ? `${before} → ` : ''}${after}`
      : `${subject} changed`
  }
  if (kind === 'reload') return `${model ?? 'A model'} reloaded`
  if (kind === 'alert') return detail ?? 'Alert'
  return `${of[about] ?? capitalised(about)} ${what.replaceAll('_', ' ')}`.trim()
}

function factsOf({ kind, detail, speeds }: TimelineEntry): string[] {
  return [...(detail !== null && kind !== 'alert' ? [detail] : []), ...speeds.map(speedWords)]
}

/** "llama3.2:3b 65.1 → 58.0 tokens/s, 11 % slower" */
export function speedWords({ model, before, after, change_percent: change }: SpeedChange): string {
  if (after === null) return `${model} ${before.toFixed(1)} tokens/s before, not measured since`
  const speeds = `${model} ${before.toFixed(1)} → ${after.toFixed(1)} tokens/s`
  if (change === null || Math.round(change) === 0) return `${speeds}, as fast as before`
  return `${speeds}, ${formatPercent(Math.abs(change))} ${change < 0 ? 'slower' : 'faster'}`
}

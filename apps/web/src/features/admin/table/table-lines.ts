import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { formatAgo } from '../../../lib/format.ts'
import type { ModelDefaults, ReasonedLines, SettingLine } from '../model-defaults.ts'
import type { Layout } from './defaults-layout.ts'

/** A line of a model in the table. */
export type TableLine =
  | {
      readonly kind: 'setting'
      readonly key: string
      readonly line: SettingLine
      /** Beside the first of the lines that it explains; null where another line has it, or a line of its own. */
      readonly reason: ReasonedLines | null
      /** Whether the reason of its group stands beside it, in whichever line. */
      readonly hasReasonBeside: boolean
    }
  | { readonly kind: 'reason'; readonly key: string; readonly reason: ReasonedLines }
  | { readonly kind: 'same'; readonly key: string; readonly line: SettingLine }
  | { readonly kind: 'note' | 'problem'; readonly key: string; readonly text: string }
  | { readonly kind: 'coming'; readonly key: string }

/** What there is to tell of a model, line by line; at least one. */
export function tableLines(model: ModelDefaults, layout: Layout): readonly TableLine[] {
  const { differing, same, kept, problem, isComing } = model
  const note = noteOf(model)
  const lines: TableLine[] = [
    ...differing.flatMap((reason) => settingLines(reason, layout)),
    ...same.map((line) => ({ kind: 'same', key: line.field, line }) as const),
    ...settingLines({ why: whyKept(model), source: null, lines: kept }, layout),
    ...(problem === null ? [] : [{ kind: 'problem', key: 'problem', text: problem } as const]),
    ...(note === null ? [] : [{ kind: 'note', key: 'note', text: note } as const]),
    ...(isComing ? [{ kind: 'coming', key: 'coming' } as const] : []),
  ]
  return lines.length > 0 ? lines : [{ kind: 'note', key: 'none', text: '' }]
}

/** Without a recommendation to compare with, that there is none for a setting says nothing. */
export const whyKept = ({ recommended }: ModelDefaults): string =>
  recommended === null ? '' : 'Kept: no recommendation.'

export function noteOf({ note, recommended, differing, same, kept }: ModelDefaults): string | null {
  if (note !== null) return note
  const isBare = recommended !== null && differing.length + same.length + kept.length === 0
  return isBare ? 'No recommendations.' : null
}

function settingLines(reason: ReasonedLines, layout: Layout): TableLine[] {
  const isBeside = layout === 'wide' && reason.why !== ''
  const lines = reason.lines.map(
    (line, index): TableLine => ({
      kind: 'setting',
      key: line.field,
      line,
      reason: isBeside && index === 0 ? reason : null,
      hasReasonBeside: isBeside,
    }),
  )
  const [first] = reason.lines
  if (isBeside || reason.why === '' || !first) return lines
  return [...lines, { kind: 'reason', key: `why ${first.field}`, reason }]
}

/** "Saved by laptop, 3 days ago"; "Saved as recommended yesterday". `who` is the name of the key that saved it. */
export function savedBy(entry: SettingsEntry | null, who: string, now: number): string {
  if (!entry) return 'No saved settings'
  const { source, updated_at, updated_by } = entry
  // The clocks of server and browser may differ: nothing was saved in the future.
  const when = updated_at === null ? null : formatAgo(updated_at, Math.max(now, Date.parse(updated_at)))
  if (source === 'recommended') return when === null ? 'Saved as recommended' : `Saved as recommended ${when}`
  if (updated_by !== null) return when === null ? `Saved by ${who}` : `Saved by ${who}, ${when}`
  return when === null ? 'Saved' : `Saved ${when}`
}

import type { AuditEntry } from '@ollama-dashboard/contracts'
import { parseModelName } from '@ollama-dashboard/contracts/parse-model-name'
import { isAboutKey, isAboutModel } from '../../../lib/access/action-words.ts'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { ModelName } from '../../../parts/model-name.tsx'
import { toldIn } from '../words/change-words.ts'
import { summaryOf } from '../words/entry-words.ts'

export const hasTarget = (entry: AuditEntry): boolean => entry.target !== null || summaryOf(entry) !== null

export interface EntryTargetProps {
  readonly entry: AuditEntry
  readonly match?: string | undefined
  /** All of it, over several lines if need be. */
  readonly whole?: boolean
}

/** What it was done to: a model by its name as everywhere, others by what people call them, as far as that is known. */
export function EntryTarget({ entry, match, whole = false }: EntryTargetProps) {
  const { action, target } = entry
  const summary = summaryOf(entry)
  // A session has no name that anybody knows: it is told by its key.
  const key = action === 'sessions.end' ? toldIn(entry.before, 'key') : isAboutKey(action) ? target : null
  const keyName = useKeyName(summary === null && typeof key === 'string' ? key : null)
  if (summary !== null) return <Text text={summary} whole={whole} />
  if (target === null) return <span className="text-ink-faint">—</span>
  if (isAboutModel(action) && parseModelName(target))
    return <ModelName name={target} whole={whole} {...(match !== undefined && { match })} className="text-small" />
  return <Text text={keyName || target} whole={whole} />
}

const Text = ({ text, whole }: { readonly text: string; readonly whole: boolean }) =>
  whole ? (
    <span className="wrap-anywhere">{text}</span>
  ) : (
    <span title={text} className="block truncate">
      {text}
    </span>
  )

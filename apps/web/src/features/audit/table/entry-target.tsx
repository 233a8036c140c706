import type { AuditEntry } from '@ollama-dashboard/contracts'
import { parseModelName } from '@ollama-dashboard/contracts/parse-model-name'
import { useKeyName } from '../../../lib/key-name.ts'
import { ModelName } from '../../../parts/model-name.tsx'
import { isAboutKey, isAboutModel } from '../words/action-words.ts'
import { summaryOf } from '../words/entry-words.ts'

export interface EntryTargetProps {
  readonly entry: AuditEntry
  readonly match?: string | undefined
  /** All of it, over several lines if need be. */
  readonly whole?: boolean
}

/** What it was done to: a model by its name as everywhere, a key by what it is called now. */
export function EntryTarget({ entry, match, whole = false }: EntryTargetProps) {
  const { action, target } = entry
  const keyName = useKeyName(isAboutKey(action) ? target : null)
  if (target === null) {
    const summary = summaryOf(entry)
    return summary === null ? <span className="text-ink-faint">—</span> : <Text text={summary} whole={whole} />
  }
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

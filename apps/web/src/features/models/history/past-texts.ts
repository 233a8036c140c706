import type { PastChange } from '@ollama-dashboard/contracts'
import { isShown } from '../../../lib/models/setting-fields.ts'
import type { Edits } from '../../../lib/settings-drafts.ts'
import { textOf } from '../fields/setting-values.ts'
import type { FieldStates } from '../settings/settings-fields.ts'

/**
 * What the form has to say to be as the settings were before the first changes of a list, which are the newest: of each
 * setting that these changed, what the earliest of them replaced.
 */
export const textsBefore = (changes: readonly PastChange[], count: number): Edits =>
  Object.fromEntries(
    changes
      .slice(0, count)
      .flatMap(({ changed }) => changed)
      .flatMap(({ setting, before }) => (isShown(setting) ? [[setting, textOf(setting, before)]] : [])),
  )

/** Where texts are already: saved, in the form and not saved yet, or in neither. */
export function whereIs(texts: Edits, fields: FieldStates): 'saved' | 'form' | null {
  const states = Object.values(fields).filter(({ field }) => texts[field] !== undefined)
  if (states.every(({ field, saved }) => texts[field] === textOf(field, saved))) return 'saved'
  return states.every(({ field, text }) => texts[field] === text) ? 'form' : null
}

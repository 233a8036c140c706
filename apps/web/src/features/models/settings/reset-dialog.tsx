import type { Recommendation, SettingsEntry } from '@ollama-dashboard/contracts'
import { ArrowRight, Undo2 } from 'lucide-react'
import { formatSetting, isShown, settingWords } from '../../../lib/models/setting-fields.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { DialogButtons } from '../../../ui/dialog-buttons.tsx'
import { diffPatch, type FieldState, type FieldStates } from './settings-fields.ts'
import { useResetSettings } from './use-save-settings.ts'

export interface ResetDialogProps {
  readonly entry: SettingsEntry
  readonly fields: FieldStates
  readonly recommendation: Recommendation
  /** How many changes are typed and not saved. */
  readonly unsaved: number
  readonly onClose: () => void
}

/** Lists what would change before it does. */
export function ResetDialog({ entry, fields, recommendation, unsaved, onClose }: ResetDialogProps) {
  const { mutate, isPending, error } = useResetSettings(entry.model, onClose)
  const { settings } = recommendation
  const changed = Object.keys(diffPatch(entry.settings, settings)) as (keyof typeof settings)[]
  const shown = changed.filter(isShown)
  const others = changed.length - shown.length
  return (
    <Dialog onClose={onClose} title={`Reset ${entry.model} to recommended?`}>
      <table className="w-full border-collapse text-ink-muted tabular-nums">
        <caption className="sr-only">Changes</caption>
        <tbody className="divide-y divide-line">
          {shown.map((field) => (
            <tr key={field} className="[&>*]:py-1.5 [&>*]:align-top">
              <th scope="row" className="w-full pr-4 text-left font-normal">
                {settingWords[field].label}
              </th>
              <td className="max-w-40 truncate text-right">
                {formatSetting(field, entry.settings[field]) ?? 'Not saved'}
              </td>
              <td className="px-2.5">
                <ArrowRight role="img" aria-label="becomes" className="mt-[3px] size-3.5 text-ink-faint" />
              </td>
              <td className="max-w-40 truncate">
                {settings[field] === undefined ? (
                  withoutSaved(fields[field])
                ) : (
                  <span className="font-medium text-accent-text">{formatSetting(field, settings[field])}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="grid gap-1 text-ink-muted empty:hidden">
        {others > 0 && (
          <li>
            {others} obsolete {others === 1 ? 'setting is' : 'settings are'} removed.
          </li>
        )}
        {changed.length === 0 && <li>The saved settings already match the recommended ones.</li>}
        {unsaved > 0 && (
          <li>
            {unsaved} unsaved {unsaved === 1 ? 'change is' : 'changes are'} discarded.
          </li>
        )}
      </ul>
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button look="primary" icon={Undo2} disabled={isPending} onClick={() => mutate(entry)}>
          {isPending ? 'Resetting…' : 'Reset'}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** What holds where nothing is recommended: "0.6, from model". */
function withoutSaved({ field, without }: FieldState): string {
  const value = formatSetting(field, without?.value)
  return value === null ? 'Not saved' : `${value}, from ${without?.origin === 'modelfile' ? 'model' : 'server'}`
}

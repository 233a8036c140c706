import { Download, Lightbulb, SlidersHorizontal, UserRound } from 'lucide-react'
import { settingWords } from '../../lib/models/setting-fields.ts'
import { InlineName } from '../../parts/model-name.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Consequence } from '../../ui/consequence.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'
import { countOf, useApplyAll } from './apply-defaults.ts'
import { useExport } from './import/use-export.ts'
import type { ModelDefaults } from './model-defaults.ts'

export interface OverwriteDialogProps {
  /** All that would be changed. */
  readonly models: readonly ModelDefaults[]
  readonly onClose: () => void
}

/** Max models listed by name; the rest is only counted. */
const namedAtMost = 5

/** Asks by consequence: whose settings go, and which of them nothing is recommended for. */
export function OverwriteDialog({ models, onClose }: OverwriteDialogProps) {
  const { mutate, isPending, error } = useApplyAll()
  const exporting = useExport()
  const replaced = models.filter(({ entry }) => entry?.source === 'user')
  const lost = replaced.filter(({ kept }) => kept.length > 0)
  const apply = () => mutate({ overwrite: true, replaced: replaced.map(({ name }) => name) }, { onSuccess: onClose })
  return (
    <Dialog onClose={onClose} title={`Replace manual settings of ${countOf(replaced.length)}?`}>
      <ul className="grid gap-2.5 text-ink-muted">
        <Consequence icon={Lightbulb}>
          {countOf(models.length)} {models.length === 1 ? 'gets' : 'get'} the recommended settings
        </Consequence>
        <Consequence icon={UserRound}>
          Replaces the settings of <Names of={replaced.map(({ name }) => name)} />
        </Consequence>
        {lost.length > 0 && (
          <Consequence icon={SlidersHorizontal}>
            Removes values without a recommendation:{' '}
            {lost.slice(0, namedAtMost).map(({ name, kept }, index) => (
              <span key={name}>
                {index > 0 && '; '}
                {kept.map(({ field }) => settingWords[field].label).join(', ')} of <InlineName name={name} />
              </span>
            ))}
            {lost.length > namedAtMost && ` and of ${lost.length - namedAtMost} more`}
          </Consequence>
        )}
        <Consequence icon={Download}>
          To keep a copy, export the current settings.{' '}
          <button
            type="button"
            onClick={() => exporting.mutate()}
            className="touch-target font-medium text-accent-text hover:underline"
          >
            Export first
          </button>
        </Consequence>
      </ul>
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button look="destroy" disabled={isPending} onClick={apply}>
          {isPending ? 'Applying…' : `Replace and apply to ${countOf(models.length)}`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

const Names = ({ of }: { readonly of: readonly string[] }) => (
  <>
    {of.slice(0, namedAtMost).map((name, index) => (
      <span key={name}>
        {index > 0 && ', '}
        <InlineName name={name} />
      </span>
    ))}
    {of.length > namedAtMost && ` and ${of.length - namedAtMost} more`}
  </>
)

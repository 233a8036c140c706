import { Download, Lightbulb, SlidersHorizontal, UserRound } from 'lucide-react'
import { formatCount } from '../../lib/format.ts'
import { settingWords } from '../../lib/models/setting-fields.ts'
import { IdentityMark, InlineName, ModelName } from '../../parts/model-name.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Consequence } from '../../ui/consequence.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogButtons } from '../../ui/dialog-buttons.tsx'
import { countOf, useApplyAll } from './apply-defaults.ts'
import { useExport } from './import/use-export.ts'
import { inForce, type ModelDefaults } from './model-defaults.ts'
import { SettingChange } from './table/setting-value.tsx'

export interface ApplyDialogProps {
  /** All that would be changed. */
  readonly models: readonly ModelDefaults[]
  /** Also what people saved. */
  readonly overwrite: boolean
  readonly onClose: () => void
}

/** Max models listed by name; the rest is only counted. */
const namedAtMost = 5
/** Nobody reads more of them in a dialog. */
const listedAtMost = 100

/** Shows what would change, model by model, before it does; and asks by consequence where people's own settings go. */
export function ApplyDialog({ models, overwrite, onClose }: ApplyDialogProps) {
  const { mutate, isPending, error } = useApplyAll()
  const replaced = models.filter(({ entry }) => entry?.source === 'user')
  const count = countOf(models.length)
  return (
    <Dialog
      onClose={onClose}
      title={
        overwrite
          ? `Replace manual settings of ${countOf(replaced.length)}?`
          : `Apply recommended settings to ${count}?`
      }
      className="max-w-[560px]"
    >
      {overwrite ? (
        <Consequences models={models} replaced={replaced} />
      ) : (
        <p className="text-ink-muted">Settings set manually stay. You can undo this afterwards.</p>
      )}
      <Changes models={models} />
      {error && <ProblemNote error={error} />}
      <DialogButtons onClose={onClose}>
        <Button
          look={overwrite ? 'destroy' : 'primary'}
          disabled={isPending}
          onClick={() => mutate({ overwrite }, { onSuccess: onClose })}
        >
          {isPending ? 'Applying…' : overwrite ? `Replace and apply to ${count}` : `Apply to ${count}`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface ConsequencesProps extends Pick<ApplyDialogProps, 'models'> {
  readonly replaced: readonly ModelDefaults[]
}

function Consequences({ models, replaced }: ConsequencesProps) {
  const exporting = useExport()
  const lost = replaced.filter(({ kept }) => kept.length > 0)
  return (
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
        You can undo this afterwards. To keep a copy, export the current settings.{' '}
        <button
          type="button"
          onClick={() => exporting.mutate()}
          className="touch-target font-medium text-accent-text hover:underline"
        >
          Export first
        </button>
      </Consequence>
    </ul>
  )
}

const Changes = ({ models }: Pick<ApplyDialogProps, 'models'>) => (
  <div className="grid gap-2">
    <ul
      aria-label="Changes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className="max-h-[34dvh] divide-y divide-line overflow-y-auto rounded-control border border-line bg-panel"
    >
      {models.slice(0, listedAtMost).map(({ name, entry, differing, kept }) => (
        <li key={name} className="grid gap-0.5 px-3 py-2">
          <span className="flex min-w-0 items-center gap-2.5">
            <IdentityMark name={name} />
            <ModelName name={name} className="text-small" />
            {entry?.source === 'user' && (
              <span className="ml-auto flex-none">
                <Badge look="accent">Replaced</Badge>
              </span>
            )}
          </span>
          <ul className="pl-[19px] text-small text-ink-muted tabular-nums">
            {[...differing.flatMap(({ lines }) => lines), ...kept].map((line) => (
              <li key={line.field} className="truncate">
                {settingWords[line.field].label}{' '}
                <SettingChange field={line.field} from={inForce(line)} to={line.recommended} isShort />
              </li>
            ))}
            {differing.length + kept.length === 0 && <li>No changes to settings, only to other data</li>}
          </ul>
        </li>
      ))}
    </ul>
    {models.length > listedAtMost && (
      <p className="text-small text-ink-muted">And {formatCount(models.length - listedAtMost)} more.</p>
    )}
  </div>
)

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

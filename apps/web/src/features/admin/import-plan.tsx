import { formatCount } from '../../lib/format.ts'
import { settingWords } from '../../lib/setting-fields.ts'
import { Badge } from '../../ui/badge.tsx'
import { IdentityMark, ModelName } from '../../ui/model-name.tsx'
import { Status } from '../../ui/status.tsx'
import { countOf } from './apply-defaults.ts'
import type { Outcome, PlannedImport } from './compare-file.ts'
import type { UnreadableEntry } from './settings-file.ts'

export interface ImportPlanProps {
  readonly plan: readonly PlannedImport[]
  readonly unreadable: readonly UnreadableEntry[]
}

/** Nobody reads more of them in a dialog. */
const namedAtMost = 100

const words: Readonly<Record<Outcome, string>> = {
  replaced: 'replaced',
  new: 'new',
  kept: 'kept as saved',
  same: 'the same already',
}

/** Each model of a file with what would become of it; the counts above. */
export function ImportPlan({ plan, unreadable }: ImportPlanProps) {
  const counts = Object.entries(Object.groupBy(plan, ({ outcome }) => outcome)).map(
    // The keys are those of the table of words.
    ([outcome, models]) => `${formatCount(models.length)} ${words[outcome as Outcome]}`,
  )
  if (unreadable.length > 0) counts.push(`${formatCount(unreadable.length)} left out`)
  const held = plan.length + unreadable.length
  return (
    <div className="grid gap-2">
      <p className="font-medium text-ink-strong tabular-nums">
        {held > 0 ? `${countOf(held)}: ${counts.join(', ')}` : 'It holds no models.'}
      </p>
      {held > 0 && (
        <ul
          aria-label="Models of the file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          tabIndex={0}
          className="max-h-[34dvh] divide-y divide-line overflow-y-auto rounded-control border border-line bg-panel"
        >
          {unreadable.map(({ written, problem }) => (
            <li key={written} className="grid gap-0.5 px-3 py-2">
              <span className="flex items-center gap-2.5">
                <span className="min-w-0 truncate font-mono text-small font-medium text-ink-strong">
                  {written === '' ? '(no name)' : written}
                </span>
                <span className="ml-auto">
                  <Status kind="attention">Left out</Status>
                </span>
              </span>
              <span className="text-small wrap-anywhere text-ink-muted">{problem}</span>
            </li>
          ))}
          {plan.slice(0, namedAtMost).map((model) => (
            <Planned key={model.name} model={model} />
          ))}
        </ul>
      )}
      {plan.length > namedAtMost && (
        <p className="text-small text-ink-muted">And {formatCount(plan.length - namedAtMost)} more.</p>
      )}
    </div>
  )
}

const Planned = ({ model: { name, outcome, changes } }: { readonly model: PlannedImport }) => (
  <li className="grid gap-0.5 px-3 py-2">
    <span className="flex min-w-0 items-center gap-2.5">
      <IdentityMark name={name} />
      <ModelName name={name} className="text-small" />
      <span className="ml-auto flex-none">
        {outcome === 'replaced' ? (
          <Badge look="accent">Replaced</Badge>
        ) : outcome === 'new' ? (
          <Badge>New</Badge>
        ) : (
          <span className="text-small text-ink-faint">{outcome === 'same' ? 'Same already' : 'Kept as saved'}</span>
        )}
      </span>
    </span>
    {(outcome === 'replaced' || outcome === 'new') && (
      <span className="pl-[19px] text-small text-ink-muted">
        {changes.length > 0
          ? changes.map((field) => settingWords[field].label).join(', ')
          : 'Only what stands beside the settings'}
      </span>
    )}
  </li>
)

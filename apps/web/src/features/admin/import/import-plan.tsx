import type { ImportedModel, ImportOutcome, ImportResult } from '@ollama-dashboard/contracts'
import { formatCount } from '../../../lib/format.ts'
import { isShown, settingWords } from '../../../lib/models/setting-fields.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Status } from '../../../ui/status.tsx'
import { countOf } from '../apply-defaults.ts'
import { SettingChange } from '../table/setting-value.tsx'
import { problemWords } from './problem-words.ts'

export interface ImportPlanProps {
  /** What the server would do. */
  readonly result: ImportResult
}

/** Nobody reads more of them in a dialog. */
const namedAtMost = 100

const words: Readonly<Record<ImportOutcome, string>> = {
  replaced: 'replaced',
  new: 'new',
  kept: 'kept',
  same: 'unchanged',
}

/** Outcomes that change something come first. */
const order: readonly ImportOutcome[] = ['replaced', 'new', 'kept', 'same']

/** Each model of a file with what would become of it; the counts above. */
export function ImportPlan({ result: { models, errors } }: ImportPlanProps) {
  const plan = models.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  const counts = Object.entries(Object.groupBy(plan, ({ outcome }) => outcome)).map(
    // The keys are those of the table of words.
    ([outcome, models]) => `${formatCount(models.length)} ${words[outcome as ImportOutcome]}`,
  )
  if (errors.length > 0) counts.push(`${formatCount(errors.length)} skipped`)
  const held = plan.length + errors.length
  return (
    <div className="grid gap-2">
      <p className="font-medium text-ink-strong tabular-nums">
        {held > 0 ? `${countOf(held)}: ${counts.join(', ')}` : 'The file contains no models.'}
      </p>
      {held > 0 && (
        <ul
          aria-label="Models in the file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          tabIndex={0}
          className="max-h-[34dvh] divide-y divide-line overflow-y-auto rounded-control border border-line bg-panel"
        >
          {errors.map((problem) => (
            <li key={`${problem.model} ${problem.message}`} className="grid gap-0.5 px-3 py-2">
              <span className="flex min-w-0 items-center gap-2.5">
                <IdentityMark name={problem.model} />
                <ModelName name={problem.model === '' ? '(no name)' : problem.model} className="text-small" />
                <span className="ml-auto flex-none">
                  <Status kind="attention">Skipped</Status>
                </span>
              </span>
              <span className="pl-4.75 text-small wrap-anywhere text-ink-muted">{problemWords(problem)}</span>
            </li>
          ))}
          {plan.slice(0, namedAtMost).map((model) => (
            <Planned key={model.model} {...model} />
          ))}
        </ul>
      )}
      {plan.length > namedAtMost && (
        <p className="text-small text-ink-muted">And {formatCount(plan.length - namedAtMost)} more.</p>
      )}
    </div>
  )
}

const Planned = ({ model: name, outcome, changes, before, after }: ImportedModel) => (
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
          <span className="text-small text-ink-faint">{outcome === 'same' ? 'Unchanged' : 'Kept'}</span>
        )}
      </span>
    </span>
    {(outcome === 'replaced' || outcome === 'new') && (
      <ul className="pl-4.75 text-small text-ink-muted tabular-nums">
        {changes.filter(isShown).map((field) => (
          <li key={field} className="truncate">
            {settingWords[field].label} <SettingChange field={field} from={before[field]} to={after[field]} isShort />
          </li>
        ))}
        {!changes.some(isShown) && <li>No changes to settings, only to other data</li>}
      </ul>
    )}
  </li>
)

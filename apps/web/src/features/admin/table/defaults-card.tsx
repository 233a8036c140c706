import { memo } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status } from '../../../ui/status.tsx'
import { inForce, type ModelDefaults } from '../model-defaults.ts'
import { DefaultsAction } from './defaults-action.tsx'
import { SavedValue, SettingChange, SettingValue } from './setting-value.tsx'
import { Reason, SettingsLink } from './table-cells.tsx'
import { noteOf, savedBy, whyKept } from './table-lines.ts'

export interface DefaultsCardProps {
  readonly model: ModelDefaults
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: (name: string) => void
  readonly onDone: (name: string) => void
}

/** A model where there is little room: what matters in two lines, the rest behind them. */
export const DefaultsCard = memo(function DefaultsCard({ model, isOpen, isLast, onToggle, onDone }: DefaultsCardProps) {
  const { name, entry, differing, same, kept, isInstalled } = model
  const told = model.problem ?? noteOf(model)
  const saved = savedBy(entry, useKeyName(entry?.updated_by), Date.now())
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast={isLast}
      onToggle={() => onToggle(name)}
      name={
        <>
          <span className="sr-only">{name}</span>
          <span aria-hidden className="flex min-w-0 items-center gap-2.5 text-prose [&_.model-namespace]:hidden">
            <IdentityMark name={name} />
            <ModelName name={name} />
          </span>
        </>
      }
      mark={<State model={model} />}
      line={
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 pl-4.75 text-small leading-4.5 text-ink-muted tabular-nums">
          <Facts model={model} saved={saved} />
        </span>
      }
    >
      <CardFacts>
        <CardFact label="Settings">{saved}</CardFact>
        {differing.map((reason) =>
          reason.lines.map((line, index) => (
            <CardFact key={line.field} label={settingWords[line.field].label}>
              <SettingChange field={line.field} from={inForce(line)} to={line.recommended} />
              {index === reason.lines.length - 1 && (
                <span className="block text-small text-ink-muted">
                  <Reason {...reason} />
                </span>
              )}
            </CardFact>
          )),
        )}
        {same.map((line) => (
          <CardFact key={line.field} label={settingWords[line.field].label}>
            <SavedValue line={line} />
            <span className="block text-small text-ink-muted">
              Same as recommended{line.saved === undefined && ', not saved'}
            </span>
          </CardFact>
        ))}
        {kept.map((line) => (
          <CardFact key={line.field} label={settingWords[line.field].label}>
            <SettingValue field={line.field} value={line.saved} />
            <span className="block text-small text-ink-muted">{whyKept(model)}</span>
          </CardFact>
        ))}
        {told !== null && <CardFact label="Recommended">{told}</CardFact>}
      </CardFacts>
      <div className="flex gap-2 px-(--pad) pt-1 pb-3.5">
        <DefaultsAction model={model} isLong onDone={() => onDone(name)} />
        {isInstalled && (
          <SettingsLink
            model={name}
            className="inline-flex h-11 flex-1 items-center justify-center rounded-control bg-raised font-medium text-ink shadow-raise"
          >
            Settings
          </SettingsLink>
        )}
      </div>
    </FoldingCard>
  )
})

function State({ model: { entry, differing, same, isInstalled, problem } }: { readonly model: ModelDefaults }) {
  if (!isInstalled) return <Badge>Not installed</Badge>
  if (problem !== null) return <Status kind="broken">Not checked</Status>
  const count = differing.reduce((sum, { lines }) => sum + lines.length, 0)
  if (entry && count > 0) return <Badge look="accent">{count === 1 ? '1 differs' : `${count} differ`}</Badge>
  if (same.length > 0 && count === 0) return <Status kind="ok">Same</Status>
  return <span />
}

function Facts({ model, saved }: { readonly model: ModelDefaults; readonly saved: string }) {
  const { entry, differing, problem } = model
  const lines = differing.flatMap((reason) => reason.lines)
  const note = entry || lines.length > 0 ? null : (problem ?? noteOf(model))
  return (
    <>
      <span className="min-w-full text-ink-faint">{saved}</span>
      {note !== null && <span>{note}</span>}
      {lines.map((line) => (
        <span key={line.field}>
          {settingWords[line.field].label}{' '}
          <SettingChange field={line.field} from={inForce(line)} to={line.recommended} isShort />
        </span>
      ))}
    </>
  )
}

import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import { useKeyName } from '../../../lib/key-name.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { Badge } from '../../../ui/badge.tsx'
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
  const id = useId()
  const saved = savedBy(entry, useKeyName(entry?.updated_by), Date.now())
  return (
    <div className={clsx('border-line', !isLast && 'border-b')}>
      <button
        type="button"
        data-row-link
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => onToggle(name)}
        className="grid min-h-16 w-full grid-cols-[minmax(0,1fr)_auto_1rem] content-center items-center gap-x-2.5 gap-y-[3px] px-(--pad) py-[11px] text-left"
      >
        <span className="sr-only">{name}</span>
        <span aria-hidden className="flex min-w-0 items-center gap-2.5 text-prose [&_.model-namespace]:hidden">
          <IdentityMark name={name} />
          <ModelName name={name} />
        </span>
        <State model={model} />
        <ChevronDown
          aria-hidden
          className={clsx('row-span-2 size-4 text-ink-faint transition-transform', isOpen && 'rotate-180')}
        />
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 pl-4.75 text-small leading-4.5 text-ink-muted tabular-nums">
          <Facts model={model} saved={saved} />
        </span>
      </button>
      {isOpen && (
        <div id={id}>
          <dl className="mx-(--pad) grid grid-cols-[auto_minmax(0,1fr)] pb-2 [&>*]:border-t [&>*]:border-line [&>*]:py-[7px]">
            <Row label="Settings">{saved}</Row>
            {differing.map((reason) =>
              reason.lines.map((line, index) => (
                <Row key={line.field} label={settingWords[line.field].label}>
                  <SettingChange field={line.field} from={inForce(line)} to={line.recommended} />
                  {index === reason.lines.length - 1 && (
                    <span className="block text-small text-ink-muted">
                      <Reason {...reason} />
                    </span>
                  )}
                </Row>
              )),
            )}
            {same.map((line) => (
              <Row key={line.field} label={settingWords[line.field].label}>
                <SavedValue line={line} />
                <span className="block text-small text-ink-muted">
                  Same as recommended{line.saved === undefined && ', not saved'}
                </span>
              </Row>
            ))}
            {kept.map((line) => (
              <Row key={line.field} label={settingWords[line.field].label}>
                <SettingValue field={line.field} value={line.saved} />
                <span className="block text-small text-ink-muted">{whyKept(model)}</span>
              </Row>
            ))}
            {told !== null && <Row label="Recommended">{told}</Row>}
          </dl>
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
        </div>
      )}
    </div>
  )
})

function State({ model: { entry, differing, same, isInstalled, problem } }: { readonly model: ModelDefaults }) {
  if (!isInstalled) return <Badge>Not installed</Badge>
  if (problem !== null) return <Status kind="broken">Not checked</Status>
  const count = differing.reduce((sum, { lines }) => sum + lines.length, 0)
  if (entry && count > 0) return <Badge look="accent">{count === 1 ? '1 differs' : `${count} differ`}</Badge>
  if (same.length > 0 && count === 0) return <Status kind="ok">Same</Status>
  return entry ? <span /> : <Badge>Not set</Badge>
}

function Facts({ model, saved }: { readonly model: ModelDefaults; readonly saved: string }) {
  const { entry, differing, problem } = model
  const lines = differing.flatMap((reason) => reason.lines)
  if (lines.length > 0)
    return lines.map((line) => (
      <span key={line.field}>
        {settingWords[line.field].label}{' '}
        <SettingChange field={line.field} from={inForce(line)} to={line.recommended} isShort />
      </span>
    ))
  return entry ? saved : (problem ?? noteOf(model) ?? 'No saved settings')
}

const Row = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt className="pr-4 text-ink-muted">{label}</dt>
    <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
  </>
)

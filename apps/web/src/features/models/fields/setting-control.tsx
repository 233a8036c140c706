import { settingBounds } from 'virtual:setting-bounds'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { type ThinkingModel, thinkChoices } from '../../../lib/models/think-choices.ts'
import type { FieldState } from '../settings/settings-fields.ts'
import { textOf, unitOf } from './setting-values.ts'

export interface SettingControlProps {
  readonly id: string
  readonly state: FieldState
  /** Says what it takes for `think`. */
  readonly model: ThinkingModel
  /** What holds where nothing is typed, if the server does not tell. */
  readonly inForce: number | null
  readonly describedBy: string
  readonly isLocked: boolean
  readonly onText: (text: string) => void
  readonly onLeave: () => void
}

const box = 'rounded-control border bg-field'

function borderOf({ problem, isChanged }: FieldState): string {
  if (problem !== null) return 'border-broken focus-within:shadow-[0_0_0_3px_var(--broken-soft)]'
  const focus = 'focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]'
  return clsx(focus, isChanged ? 'border-accent' : 'border-line-strong')
}

/** What a value is typed or chosen in; what would hold without it stands in its place. */
export function SettingControl(props: SettingControlProps) {
  const { field } = props.state
  if (field === 'think') return <ThinkChoice {...props} />
  if (field === 'system' || field === 'stop') return <Lines {...props} />
  return <Line {...props} />
}

const shared = ({ id, state, describedBy, isLocked, onText, onLeave }: SettingControlProps) => ({
  id,
  value: state.text,
  disabled: isLocked,
  'aria-invalid': state.problem !== null,
  'aria-describedby': describedBy,
  onChange: (event: { readonly target: { readonly value: string } }) => onText(event.target.value),
  onBlur: onLeave,
})

function Line(props: SettingControlProps) {
  const { state, inForce, id, describedBy } = props
  const { field, without } = state
  const unit = unitOf(field)
  const bounds = settingBounds[field]
  return (
    <div className={clsx('flex h-8 items-center gap-2 px-2.5 phone:h-11', box, borderOf(state))}>
      <input
        {...shared(props)}
        aria-describedby={clsx(unit !== null && `${id}-unit`, describedBy)}
        type="text"
        // The keypad for numbers has no minus on every phone.
        inputMode={!bounds || bounds.minimum < 0 ? 'text' : bounds.isWhole ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        placeholder={textOf(field, without?.value ?? inForce)}
        className="h-full min-w-0 flex-1 bg-transparent font-mono text-small text-ink-strong outline-none disabled:cursor-not-allowed disabled:text-ink-faint phone:-my-px phone:h-11 phone:text-prose"
      />
      {unit !== null && (
        <span id={`${id}-unit`} className="flex-none text-tiny whitespace-nowrap text-ink-faint">
          {unit}
        </span>
      )}
    </div>
  )
}

const empty = { system: `${settingWords.system.help} The model has no default.`, stop: 'None' } as const

function Lines(props: SettingControlProps) {
  const { state } = props
  const { field, without } = state
  const own = textOf(field, without?.value)
  const isPrompt = field === 'system'
  return (
    <textarea
      {...shared(props)}
      rows={isPrompt ? 3 : 2}
      spellCheck={isPrompt}
      placeholder={own || empty[isPrompt ? 'system' : 'stop']}
      className={clsx(
        'block w-full resize-y px-2.5 py-2 text-ink-strong outline-none disabled:cursor-not-allowed disabled:text-ink-faint phone:text-prose',
        isPrompt ? 'min-h-16' : 'min-h-14 font-mono text-small',
        box,
        borderOf(state),
      )}
    />
  )
}

function ThinkChoice(props: SettingControlProps) {
  return (
    <div className={clsx('relative flex h-8 items-center phone:h-11', box, borderOf(props.state))}>
      <select
        {...shared(props)}
        aria-label={settingWords.think.label}
        className="size-full appearance-none bg-transparent px-2.5 text-ink-strong outline-none disabled:cursor-not-allowed disabled:text-ink-faint phone:-my-px phone:h-11 phone:text-prose [&>option]:bg-raised [&>option]:text-ink"
      >
        <option value="">Model default</option>
        {thinkChoices(props.model, props.state.text).map(([value, word]) => (
          <option key={word} value={String(value)}>
            {word}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-3.5 text-ink-faint" />
    </div>
  )
}

import { settingBounds } from 'virtual:setting-bounds'
import type { AvailableModel, Think } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import { alwaysThinks, thinkChoices } from '../../../lib/models/think-choices.ts'
import { typedNumber } from '../../../lib/typed-number.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import type { OptionField } from './chat-parameters.ts'

export const box =
  'rounded-control border bg-field text-ink-strong outline-none focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]'

export interface FieldProps<T> {
  readonly value: T | undefined
  /** What holds where nothing is given, in words. */
  readonly inForce: string | null
  readonly onChange: (value: T | undefined) => void
}

/** A number typed is taken once it is one that may be. */
export function NumberField({ field, value, inForce, onChange }: FieldProps<number> & { readonly field: OptionField }) {
  const id = useId()
  const [text, setText] = useState(value === undefined ? '' : String(value))
  const [given, setGiven] = useState(value)
  if (given !== value) {
    // Somebody else changed it: Reset, or a context that was saved.
    setGiven(value)
    setText(value === undefined ? '' : String(value))
  }
  const problem = problemOf(field, text)
  const type = (next: string) => {
    setText(next)
    const number = next.trim() === '' || problemOf(field, next) !== null ? undefined : numberOf(field, next)
    setGiven(number)
    onChange(number)
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8.5rem] items-center gap-x-3 gap-y-1">
      <label htmlFor={id}>{settingWords[field].label}</label>
      <input
        id={id}
        type="text"
        inputMode={(settingBounds[field]?.minimum ?? 0) < 0 ? 'text' : 'decimal'}
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={inForce ?? undefined}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={(event) => type(event.target.value)}
        className={clsx(
          box,
          'h-8 min-w-0 px-2.5 font-mono text-small phone:h-11 phone:text-prose',
          problem === null ? 'border-line-strong' : 'border-broken',
        )}
      />
      <p id={`${id}-problem`} role="alert" className="col-span-2 text-small text-broken-text empty:hidden">
        {problem}
      </p>
    </div>
  )
}

const numberOf = (field: OptionField, text: string): number =>
  typedNumber(text, settingBounds[field] ?? { isWhole: false })

function problemOf(field: OptionField, text: string): string | null {
  const bounds = settingBounds[field]
  if (text.trim() === '' || !bounds) return null
  const number = typedNumber(text, bounds)
  const { minimum, maximum, isWhole } = bounds
  const isFine = number >= minimum && number <= maximum && (!isWhole || Number.isInteger(number))
  return isFine ? null : `A ${isWhole ? 'whole ' : ''}number from ${minimum} to ${formatCount(maximum)}.`
}

export interface ThinkFieldProps extends FieldProps<Think> {
  readonly model: Pick<AvailableModel, 'think_values'>
  /** What the server said of it when it was last asked. */
  readonly problem: string | null
}

export function ThinkField({ model, value, inForce, problem, onChange }: ThinkFieldProps) {
  const id = useId()
  const choices = thinkChoices(model, String(value))
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8.5rem] items-center gap-x-3 gap-y-1">
      <label htmlFor={id}>{settingWords.think.label}</label>
      <div
        className={clsx(
          box,
          'relative flex h-8 items-center phone:h-11',
          problem === null ? 'border-line-strong' : 'border-broken',
        )}
      >
        <select
          id={id}
          value={String(value)}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(choices.find(([one]) => String(one) === event.target.value)?.[0])}
          className="size-full appearance-none bg-transparent px-2.5 text-ink-strong outline-none phone:-my-px phone:h-11 phone:text-prose [&>option]:bg-raised [&>option]:text-ink"
        >
          <option value="undefined">{inForce ?? 'Model default'}</option>
          {choices.map(([one, word]) => (
            <option key={word} value={String(one)}>
              {word}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute right-2.5 size-3.5 text-ink-faint" />
      </div>
      <p
        id={`${id}-note`}
        className={clsx('col-span-2 text-small empty:hidden', problem === null ? 'text-ink-muted' : 'text-broken-text')}
      >
        {problem ?? (alwaysThinks(model) && 'This model always thinks; Off has no effect.')}
      </p>
    </div>
  )
}

export interface CheckLineProps {
  readonly label: string
  readonly help: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export const CheckLine = ({ label, help, checked, onChange }: CheckLineProps) => (
  <div className="flex items-start gap-2.5">
    <span className="mt-0.5">
      <Checkbox label={label} checked={checked} onToggle={() => onChange(!checked)} />
    </span>
    <p aria-hidden>
      {label}
      <span className="block text-small text-ink-muted">{help}</span>
    </p>
  </div>
)

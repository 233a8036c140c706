import { X } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { FieldError, fieldStyle } from '../../text-field.tsx'

export interface PatternFieldProps {
  readonly label: string
  readonly values: readonly string[]
  /** What is offered while one types. */
  readonly options?: readonly string[]
  readonly placeholder: string
  /** What nothing means: "All models". */
  readonly none: string
  /** What the values amount to. */
  readonly sum?: React.ReactNode
  /** Why something cannot be one of them; null where it can. */
  readonly check?: (text: string) => string | null
  readonly error?: string | undefined
  readonly max: number
  readonly onChange: (values: readonly string[]) => void
}

const anything = () => null

/** Several short texts, added one by one: Enter, a comma, or leaving the field adds what was typed. */
export function PatternField(props: PatternFieldProps) {
  const { label, values, options = [], placeholder, none, sum, check = anything, error, max, onChange } = props
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = (typed: string) => {
    const words = typed.split(/[\s,]+/).filter(Boolean)
    const wrong = words.find((word) => check(word) !== null)
    if (wrong !== undefined) return setProblem(`${wrong}: ${check(wrong)}`)
    const next = [...new Set([...values, ...words])]
    if (next.length > max) return setProblem(`No more than ${max}.`)
    setText('')
    if (words.length > 0) onChange(next)
  }
  const remove = (value: string) => {
    onChange(values.filter((one) => one !== value))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' && text.trim() !== '') || event.key === ',') {
      event.preventDefault()
      add(text)
    }
    const last = values.at(-1)
    if (event.key === 'Backspace' && text === '' && last !== undefined) remove(last)
  }
  const typed = text.trim()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-ink-strong">
        {label}
      </label>
      {values.length > 0 && (
        <ul aria-label={`${label} it is narrowed to`} className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <li
              key={value}
              className="flex max-w-full items-center gap-1 rounded-control bg-accent-soft py-0.5 pl-2 font-mono text-small text-accent-text"
            >
              <span className="min-w-0 wrap-anywhere">{value}</span>
              <button
                type="button"
                aria-label={`Remove ${value}`}
                onClick={() => remove(value)}
                className="touch-target grid size-6 flex-none place-items-center rounded-control hover:bg-hover"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={field}
        id={id}
        type="text"
        list={options.length > 0 ? `${id}o` : undefined}
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        aria-invalid={problem !== undefined || error !== undefined}
        aria-describedby={`${id}h ${id}e`}
        onChange={(event) => {
          setText(event.target.value)
          setProblem(undefined)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        className={`${fieldStyle(problem ?? error)} font-mono text-small`}
      />
      <datalist id={`${id}o`}>
        {options
          .filter((option) => !values.includes(option))
          .map((option) => (
            <option key={option} value={option} />
          ))}
      </datalist>
      <FieldError id={`${id}e`} message={problem ?? error} />
      <p id={`${id}h`} aria-live="polite" className="text-small text-ink-muted">
        {typed !== '' ? (check(typed) ?? 'Enter adds it.') : values.length === 0 ? none : sum}
      </p>
    </div>
  )
}

import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { FieldError, fieldStyle } from '../../../../ui/text-field.tsx'

export interface PatternFieldProps {
  readonly label: string
  readonly values: readonly string[]
  /** What is offered while one types. */
  readonly options?: readonly string[]
  readonly placeholder: string
  /** What nothing means: "All models". */
  readonly none: string
  /** What the values amount to. */
  readonly sum?: ReactNode
  /** Why something cannot be one of them; null where it can. */
  readonly check?: (text: string) => string | null
  readonly error?: string | undefined
  readonly max: number
  readonly onChange: (values: readonly string[]) => void
}

const anything = () => null
const wordsIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean)

/** Several short texts. What stands in the field counts as well, once it can be one; Enter or a comma makes room for the next. */
export function PatternField(props: PatternFieldProps) {
  const { label, values, options = [], placeholder, none, sum, check = anything, error, max, onChange } = props
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [added, setAdded] = useState(values)
  const [text, setText] = useState('')
  const [wasLeft, setLeft] = useState(false)
  const problemOf = (typed: string): string | null => {
    const words = wordsIn(typed)
    const wrong = words.find((word) => check(word) !== null)
    if (wrong !== undefined) return check(wrong)
    return new Set([...added, ...words]).size > max ? `No more than ${max}.` : null
  }
  const problem = problemOf(text)
  const type = (next: string) => {
    setText(next)
    setLeft(false)
    onChange(problemOf(next) === null ? [...new Set([...added, ...wordsIn(next)])] : added)
  }
  const keep = (next: readonly string[]) => {
    setAdded(next)
    setText('')
    onChange(next)
  }
  const remove = (value: string) => {
    keep(added.filter((one) => one !== value))
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' && text.trim() !== '') || event.key === ',') {
      event.preventDefault()
      if (problem === null) keep([...new Set([...added, ...wordsIn(text)])])
      else setLeft(true)
    }
    const last = added.at(-1)
    if (event.key === 'Backspace' && text === '' && last !== undefined) remove(last)
  }
  const shown = (wasLeft && problem) || error
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-ink-strong">
        {label}
      </label>
      {added.length > 0 && (
        <ul aria-label={`${label}: so far`} className="flex flex-wrap gap-1.5">
          {added.map((value) => (
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
        {...(options.length > 0 && { list: `${id}o` })}
        {...(problem !== null && { 'data-unread': true })}
        value={text}
        placeholder={added.length === 0 ? placeholder : 'Another one'}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        aria-invalid={shown !== undefined}
        aria-describedby={`${id}h ${id}e`}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setLeft(true)}
        className={`${fieldStyle(shown)} font-mono text-small`}
      />
      <datalist id={`${id}o`}>
        {options
          .filter((option) => !added.includes(option))
          .map((option) => (
            <option key={option} value={option} />
          ))}
      </datalist>
      <FieldError id={`${id}e`} message={shown} />
      <p id={`${id}h`} aria-live="polite" className="text-small text-ink-muted empty:hidden">
        {shown === undefined && (problem ?? (values.length === 0 ? none : sum))}
      </p>
    </div>
  )
}

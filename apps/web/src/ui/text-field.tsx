import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

const field =
  'h-(--control) w-full rounded-control border bg-field px-2.5 text-ink-strong outline-none phone:h-11 phone:text-prose'
const fine = 'border-line-strong focus:border-accent focus:shadow-[0_0_0_3px_var(--accent-soft)]'
const wrong = 'border-broken focus:shadow-[0_0_0_3px_var(--broken-soft)]'

/** The look of a field of a form. */
export const fieldStyle = (error: string | undefined): string => clsx(field, error === undefined ? fine : wrong)

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly label: string
  readonly value: string
  /** What is wrong, as a sentence. */
  readonly error?: string | undefined
  readonly hint?: ReactNode
  readonly onText: (text: string) => void
}

/** A line of text with its label, and what is wrong with it. */
export function TextField({ label, value, error, hint, onText, ...props }: TextFieldProps) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-ink-strong">
        {label}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}h ${id}e`}
        onChange={(event) => onText(event.target.value)}
        className={fieldStyle(error)}
        {...props}
      />
      <FieldError id={`${id}e`} message={error} />
      {hint !== undefined && (
        <p id={`${id}h`} className="text-small text-ink-muted">
          {hint}
        </p>
      )}
    </div>
  )
}

export const FieldError = ({ id, message }: { readonly id: string; readonly message: string | undefined }) => (
  <p id={id} role="alert" className="text-small wrap-anywhere text-broken-text empty:hidden">
    {message}
  </p>
)

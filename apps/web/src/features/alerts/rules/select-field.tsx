import clsx from 'clsx'
import { useId } from 'react'
import { fieldStyle } from '../../../ui/text-field.tsx'

export interface SelectFieldProps<Value extends string> {
  readonly label: string
  /** Say the label only to screen readers. */
  readonly hideLabel?: boolean
  readonly options: readonly (readonly [value: Value, word: string])[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of many, in the browser's own list. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hideLabel = false, options, value, onChange } = props
  const id = useId()
  return (
    <div className={clsx('grid gap-1.5', hideLabel && 'flex-none')}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium text-ink-strong'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find(([one]) => one === target.value)
          if (chosen) onChange(chosen[0])
        }}
        className={clsx(fieldStyle(undefined), 'dark:scheme-dark', hideLabel ? 'w-auto' : 'max-w-72')}
      >
        {options.map(([one, word]) => (
          <option key={one} value={one}>
            {word}
          </option>
        ))}
      </select>
    </div>
  )
}

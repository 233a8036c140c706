import { useId } from 'react'

export interface ChoicesProps<Value extends string> {
  readonly legend: string
  readonly options: readonly (readonly [value: Value, word: string])[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of several, all in sight; on a narrow screen they take several lines. */
export function Choices<Value extends string>({ legend, options, value, onChange }: ChoicesProps<Value>) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-ink-strong">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {options.map(([one, word]) => (
          <label
            key={one}
            className="relative inline-flex h-(--control) cursor-pointer items-center rounded-control border border-line-strong px-2.5 font-medium text-ink-muted has-checked:border-transparent has-checked:bg-accent-soft has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent not-has-checked:hover:bg-hover phone:h-11 forced-colors:has-checked:outline-2"
          >
            <input
              type="radio"
              name={name}
              checked={one === value}
              onChange={() => onChange(one)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {word}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

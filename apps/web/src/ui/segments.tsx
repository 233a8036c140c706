export interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly options: readonly (readonly [value: Value, word: string])[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of a few, all in sight. */
export const Segments = <Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) => (
  <div
    role="group"
    aria-label={label}
    className="inline-flex flex-none rounded-control bg-sunken p-0.5 shadow-[inset_0_0_0_1px_var(--line)]"
  >
    {options.map(([one, word]) => (
      <button
        key={one}
        type="button"
        aria-pressed={one === value}
        onClick={() => onChange(one)}
        className="h-[calc(var(--control)-4px)] grow rounded-inner px-2.5 font-medium text-ink-muted aria-pressed:bg-raised aria-pressed:text-ink-strong aria-pressed:shadow-raise phone:h-11 phone:min-w-11"
      >
        {word}
      </button>
    ))}
  </div>
)

import clsx from 'clsx'
import { type KeyboardEventHandler, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react'

export interface GrowingTextProps {
  readonly id?: string
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly describedBy?: string
  readonly onChange: (text: string) => void
  readonly onKeyDown: KeyboardEventHandler<HTMLTextAreaElement>
  readonly ref?: Ref<HTMLTextAreaElement>
  readonly className?: string
}

/** A field for text that is as high as its text, up to a part of the screen. */
export function GrowingText({ label, value, onChange, describedBy, ref, className, ...props }: GrowingTextProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement)
  useLayoutEffect(() => {
    void value
    const { current } = field
    if (!current) return
    current.style.height = 'auto'
    current.style.height = `${current.scrollHeight}px`
  }, [value])
  return (
    <textarea
      {...props}
      ref={field}
      rows={1}
      aria-label={label}
      aria-describedby={describedBy}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={clsx(
        'block max-h-[40dvh] w-full resize-none overflow-y-auto bg-transparent text-prose text-ink-strong outline-none placeholder:truncate disabled:cursor-not-allowed phone:min-h-11 phone:py-[11px]',
        className,
      )}
    />
  )
}

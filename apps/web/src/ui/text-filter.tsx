import clsx from 'clsx'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { KeyHint } from './key-hint.tsx'

export interface TextFilterProps {
  readonly label: string
  /** What the address says; undefined for nothing. */
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  readonly className?: string
}

/** A search field that `/` goes to. Typing does not wait for the address of the page. */
export function TextFilter({ label, value = '', onChange, className }: TextFilterProps) {
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const written = useRef(value)

  useEffect(() => {
    // Somebody else changed the address: a link, or the way back.
    if (value === written.current) return
    written.current = value
    setText(value)
  }, [value])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isElsewhere) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  const write = (next: string) => {
    setText(next)
    written.current = next.trim()
    onChange(next.trim() === '' ? undefined : next.trim())
  }
  return (
    <div
      className={clsx(
        'flex h-(--control) flex-none items-center gap-2 rounded-control border border-line-strong bg-field pr-1.5 pl-2.5 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)] phone:h-11',
        className,
      )}
    >
      <Search aria-hidden className="size-4 flex-none text-ink-faint" />
      <input
        ref={field}
        type="text"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && (text === '' ? field.current?.blur() : write(''))}
        spellCheck={false}
        className="h-full min-w-0 flex-1 bg-transparent outline-none phone:-my-px phone:h-11"
      />
      {text === '' ? (
        <span className="phone:hidden">
          <KeyHint>/</KeyHint>
        </span>
      ) : (
        <IconButton icon={X} size="small" label="Clear filter" onClick={() => write('')} />
      )}
    </div>
  )
}

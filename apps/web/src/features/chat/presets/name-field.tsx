import type { Preset } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { type KeyboardEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useRenamePreset } from './use-preset-actions.ts'

/** Whether a name is being typed; `back` has the focus again when that ended by a key. */
export function useRenaming() {
  const [isRenaming, setRenaming] = useState(false)
  const back = useRef<HTMLButtonElement>(null)
  const end = () => {
    const isLeft = document.activeElement === document.body
    // At once: a dialog takes the focus that is nowhere.
    flushSync(() => setRenaming(false))
    if (!isLeft) back.current?.focus()
  }
  return { isRenaming, begin: () => setRenaming(true), end, back }
}

/** The one thing that whoever chose to rename goes on to do. The same function each time: it is called once. */
function selectAll(field: HTMLInputElement | null): void {
  field?.focus()
  field?.select()
}

export interface NameFieldProps {
  readonly preset: Preset
  readonly onClose: () => void
}

/** The name of a preset as somebody changes it: Enter and leaving it take the new one, Escape leaves the old one. */
export function NameField({ preset, onClose }: NameFieldProps) {
  const [text, setText] = useState(preset.name)
  const { mutate } = useRenamePreset()
  const isOver = useRef(false)
  const end = (name: string) => {
    // Leaving the field is the way out of Enter and Escape too.
    if (isOver.current) return
    isOver.current = true
    if (name !== '' && name !== preset.name) mutate({ preset, name })
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    // The key means nothing to what has the focus then, nor to the dialog around.
    event.preventDefault()
    event.stopPropagation()
    end(event.key === 'Enter' ? text.trim() : preset.name)
  }
  return (
    <input
      ref={selectAll}
      type="text"
      aria-label={`New name of ${preset.name}`}
      maxLength={limits.presetNameLength}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(text.trim())}
      className="h-11 w-full rounded-control border border-accent bg-field px-2 text-ink-strong shadow-[0_0_0_3px_var(--accent-soft)] outline-none"
    />
  )
}

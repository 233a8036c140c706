import type { Preset } from '@ollama-dashboard/contracts'
import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { PresetRow } from './preset-row.tsx'
import { useDeletePreset } from './use-preset-actions.ts'

export interface PresetListProps {
  readonly presets: readonly Preset[]
  /** The present system prompt. */
  readonly text: string
  readonly onChoose: (preset: Preset) => void
}

const choice = '[data-choice]'

/** One stop of the Tab key; arrow keys move within. */
export function PresetList({ presets, text, onChoose }: PresetListProps) {
  const list = useRef<HTMLUListElement>(null)
  /** The row that has the focus, or had it last. */
  const [focused, setFocused] = useState({ id: '', index: 0 })
  const tabStop = Math.min(focused.index, presets.length - 1)
  const { onFocus, onKeyDown } = useListFocus({
    rows: list,
    count: presets.length,
    page: 6,
    target: choice,
    scrollTo: () => {},
  })
  const { mutate: remove } = useDeletePreset()

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is another list, and only then
  useLayoutEffect(() => {
    // A row that has another place, or is gone, has lost the focus. At once: a dialog takes one that is nowhere.
    if (focused.id === '' || document.activeElement !== document.body) return
    const now = presets.findIndex(({ id }) => id === focused.id)
    const row = list.current?.querySelector(`[data-index="${now === -1 ? tabStop : now}"]`)
    row?.querySelector<HTMLElement>(choice)?.focus()
  }, [presets])

  const noteFocus = (event: FocusEvent) => {
    onFocus(event)
    const row = event.target.closest<HTMLElement>('[data-index]')
    if (!row) return
    const index = Number(row.dataset['index'])
    setFocused({ index, id: presets[index]?.id ?? '' })
  }
  return (
    <ul
      ref={list}
      aria-label="Presets"
      className="-mx-2.5 grid max-h-[45dvh] gap-px overflow-y-auto px-0.5 py-0.5"
      onFocus={noteFocus}
      onKeyDown={(event) => {
        // A menu and the field for a new name have arrow keys of their own.
        if (event.target instanceof Element && event.target.matches(choice)) onKeyDown(event)
      }}
    >
      {presets.map((preset, index) => (
        <PresetRow
          key={preset.id}
          preset={preset}
          index={index}
          isTabStop={index === tabStop}
          text={text}
          onChoose={onChoose}
          onDelete={remove}
        />
      ))}
    </ul>
  )
}

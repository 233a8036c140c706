import type { Preset } from '@ollama-dashboard/contracts'
import { Check, Ellipsis, Pencil, RefreshCw, Trash2 } from 'lucide-react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatRecent } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { NameField, useRenaming } from './name-field.tsx'
import { useUpdatePreset } from './use-preset-actions.ts'

export interface PresetRowProps {
  readonly preset: Preset
  /** Its place in the list. */
  readonly index: number
  /** The Tab key comes to it. */
  readonly isTabStop: boolean
  /** The present system prompt. */
  readonly text: string
  readonly onChoose: (preset: Preset) => void
  readonly onDelete: (preset: Preset) => void
}

export function PresetRow({ preset, index, isTabStop, text, onChoose, onDelete }: PresetRowProps) {
  const { name, system, updated_at, updated_by } = preset
  const { isRenaming, begin, end, back } = useRenaming()
  const updatedBy = useKeyName(updated_by)
  const needs = useMissing('presets.replace')
  const needsDelete = useMissing('presets.delete')
  const { mutate: update } = useUpdatePreset()
  const tabIndex = isTabStop ? 0 : -1
  const suffix = needs === null ? '' : ` ${needs.short}`
  const isChosen = system === text
  if (isRenaming) {
    return (
      <li className="p-1">
        <NameField preset={preset} onClose={end} />
      </li>
    )
  }
  return (
    <li data-index={index} className="relative">
      <button
        type="button"
        data-choice
        tabIndex={tabIndex}
        aria-current={isChosen}
        onClick={() => onChoose(preset)}
        className="grid min-h-11 w-full grid-cols-[minmax(0,1fr)] content-center rounded-control py-[7px] pr-11 pl-2 text-left hover:bg-hover aria-[current=true]:bg-selected"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium text-ink-strong">{name}</span>
          {isChosen && <Check role="img" aria-label="Selected" className="size-3.5 flex-none text-accent-text" />}
        </span>
        <span className="truncate text-small text-ink-muted">{system.slice(0, shownLength)}</span>
      </button>
      <span className="absolute inset-y-0 right-1 grid place-items-center">
        <Menu
          trigger={
            <IconButton ref={back} tabIndex={tabIndex} icon={Ellipsis} size="small" label={`Actions for ${name}`} />
          }
        >
          <MenuLabel>
            Saved {formatRecent(updated_at, Date.now())}
            {updated_by !== null && ` by ${updatedBy}`}
          </MenuLabel>
          <MenuItem icon={Pencil} disabled={needs !== null} onSelect={begin}>
            Rename{suffix}
          </MenuItem>
          <MenuItem
            icon={RefreshCw}
            disabled={needs !== null || text === '' || isChosen}
            onSelect={() => update({ preset, system: text })}
          >
            Replace with current prompt{suffix}
          </MenuItem>
          <MenuItem icon={Trash2} disabled={needsDelete !== null} onSelect={() => onDelete(preset)}>
            Delete{needsDelete === null ? '' : ` ${needsDelete.short}`}
          </MenuItem>
        </Menu>
      </span>
    </li>
  )
}

/** More than a line has room for: of the rest of a long text the browser need not know. */
const shownLength = 200

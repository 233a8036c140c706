import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { SlidersHorizontal } from 'lucide-react'
import { memo } from 'react'
import { formatBytes, formatCount } from '../../../lib/format.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { RunningStatus } from '../../../parts/running-status.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ModelActions, type OpenModel } from '../model-actions.tsx'
import { useHasEdits } from '../settings/settings-drafts.ts'
import { UnsavedMark } from '../settings/unsaved-mark.tsx'

export interface ModelCardProps {
  readonly model: AvailableModel
  readonly state: RunningModel['state'] | null
  readonly isOpen: boolean
  readonly isOld: boolean
  readonly isLast: boolean
  readonly isSelecting: boolean
  readonly isSelected: boolean
  readonly onSelect: (name: string, range: boolean) => void
  readonly onOpen: OpenModel
  /** What opens: the settings, while those of another are open. */
  readonly opens: 'Details' | 'Settings'
  readonly onDelete: (name: string) => void
}

/** A row, where there is little room: name and state, then two or three facts. */
export const ModelCard = memo(function ModelCard({
  model,
  state,
  isOpen,
  isOld,
  isLast,
  isSelecting,
  isSelected,
  onSelect,
  onOpen,
  opens,
  onDelete,
}: ModelCardProps) {
  const facts = [
    model.details.parameter_size,
    model.size === null ? null : formatBytes(model.size),
    model.context_length === null ? null : `${formatCount(model.context_length)} ctx`,
  ]
  const hasEdits = useHasEdits(model.name)
  return (
    <div
      className={clsx(
        'relative flex h-[68px] items-center gap-2 border-line pr-1 pl-4',
        !isLast && 'border-b',
        isOpen && 'bg-hover',
        isSelected && 'bg-selected',
      )}
    >
      {isSelecting && (
        <div className="relative z-1 mr-2">
          <Checkbox
            label={`Select ${model.name}`}
            checked={isSelected}
            onToggle={(event) => onSelect(model.name, event.shiftKey)}
          />
        </div>
      )}
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="flex min-w-0 items-center gap-2.5">
          <IdentityMark name={model.name} />
          <button
            type="button"
            data-row-link
            aria-label={`${opens} of ${model.name}`}
            onClick={() => onOpen(model.name)}
            className="flex min-w-0 text-left text-prose after:absolute after:inset-0 [&_.model-namespace]:hidden"
          >
            <ModelName name={model.name} />
          </button>
          <RunningStatus name={model.name} state={state} />
          {hasEdits && <UnsavedMark />}
        </div>
        <div
          className={clsx(
            'flex items-center gap-3 pl-[19px] text-small whitespace-nowrap tabular-nums max-[359px]:gap-2',
            isOld ? 'text-ink-faint' : 'text-ink-muted',
          )}
        >
          <CapabilityIcons of={capabilitiesOf(model)} />
          {facts.map((fact) => fact !== null && <span key={fact}>{fact}</span>)}
          {model.has_custom_settings && (
            <SlidersHorizontal role="img" aria-label="Settings saved" className="size-3.5 flex-none" />
          )}
        </div>
      </div>
      <div className="relative z-1">
        <ModelActions model={model} state={state} onOpen={onOpen} onDelete={onDelete} onlyMenu />
      </div>
    </div>
  )
})

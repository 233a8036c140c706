import clsx from 'clsx'
import { SlidersHorizontal } from 'lucide-react'
import { memo } from 'react'
import { formatBytes, formatCount } from '../../../lib/format.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { ModelActions } from '../model-actions.tsx'
import { type ListedModelProps, ModelTitle, SelectModel } from './model-title.tsx'

export interface ModelCardProps extends ListedModelProps {
  readonly isSelecting: boolean
}

/** A row, where there is little room: name and state, then two or three facts. */
export const ModelCard = memo(function ModelCard({
  model,
  state,
  pending,
  actions,
  isOpen,
  isOld,
  isLast,
  isSelecting,
  isSelected,
  onSelect,
  opens,
}: ModelCardProps) {
  const facts = [
    model.details.parameter_size,
    model.size === null ? null : formatBytes(model.size),
    model.context_length === null ? null : `${formatCount(model.context_length)} ctx`,
  ]
  return (
    <div
      className={clsx(
        'relative flex h-17 items-center gap-2 border-line pr-1 pl-4',
        !isLast && 'border-b',
        isOpen && 'bg-hover',
        isSelected && 'bg-selected',
      )}
    >
      {isSelecting && (
        <div className="relative z-1 mr-2">
          <SelectModel model={model} isSelected={isSelected} onSelect={onSelect} />
        </div>
      )}
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="@container/title flex min-w-0 items-center gap-2.5">
          <ModelTitle
            model={model}
            state={state}
            pending={pending}
            actions={actions}
            opens={opens}
            className="text-prose [&_.model-namespace]:hidden"
          />
        </div>
        <div
          className={clsx(
            'flex items-center gap-3 pl-4.75 text-small whitespace-nowrap tabular-nums max-[22.5rem]:gap-2',
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
        <ModelActions model={model} state={state} pending={pending} actions={actions} onlyMenu />
      </div>
    </div>
  )
})

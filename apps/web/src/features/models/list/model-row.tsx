import type { AvailableModel, RunningModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { diskAmount, formatAgo, formatCount, formatMoment } from '../../../lib/format.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../../parts/model-name.tsx'
import { RunningStatus } from '../../../parts/running-status.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ModelActions, type OpenModel } from '../model-actions.tsx'
import { useHasEdits } from '../settings/settings-drafts.ts'
import { UnsavedMark } from '../settings/unsaved-mark.tsx'
import type { Column } from './columns.ts'
import type { OptionalColumn } from './models-search.ts'

export interface ModelRowProps {
  readonly model: AvailableModel
  readonly state: RunningModel['state'] | null
  readonly isOpen: boolean
  readonly isOld: boolean
  readonly isLast: boolean
  readonly rowIndex: number
  readonly columns: readonly Column[]
  readonly grid: string
  readonly hasActions: boolean
  readonly isSelected: boolean
  readonly onSelect: (name: string, range: boolean) => void
  readonly onOpen: OpenModel
  /** What opens: the settings, while those of another are open. */
  readonly opens: 'Details' | 'Settings'
  readonly onDelete: (name: string) => void
}

export const ModelRow = memo(function ModelRow({
  model,
  state,
  isOpen,
  isOld,
  isLast,
  rowIndex,
  columns,
  grid,
  hasActions,
  isSelected,
  onSelect,
  onOpen,
  opens,
  onDelete,
}: ModelRowProps) {
  const hasEdits = useHasEdits(model.name)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the link within takes the focus
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={clsx(
        'relative grid h-(--row) items-center gap-x-5 border-line px-(--pad) text-cell hover:bg-hover',
        !isLast && 'border-b',
        isSelected && 'bg-selected',
        isOpen && 'shadow-[inset_2px_0_0_var(--accent)]',
        isOpen && !isSelected && 'bg-hover',
      )}
      style={{ gridTemplateColumns: grid }}
    >
      <div role="cell" className="relative z-1 flex">
        <Checkbox
          label={`Select ${model.name}`}
          checked={isSelected}
          onToggle={(event) => onSelect(model.name, event.shiftKey)}
        />
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-2.5 compact:gap-2">
        <IdentityMark name={model.name} />
        {/* The whole row opens the drawer; the link is what keyboards and screen readers use. */}
        <button
          type="button"
          data-row-link
          onClick={() => onOpen(model.name)}
          aria-label={`${opens} of ${model.name}`}
          className="flex min-w-0 text-left after:absolute after:inset-0"
        >
          <ModelName name={model.name} />
        </button>
        <RunningStatus name={model.name} state={state} />
        {model.remote && <Badge>Cloud</Badge>}
        {model.has_custom_settings && (
          <button
            type="button"
            onClick={() => onOpen(model.name, 'settings')}
            aria-label={`Settings saved for ${model.name}`}
            className="relative z-1 flex flex-none rounded-inner hover:bg-selected"
          >
            <Badge>Settings</Badge>
          </button>
        )}
        {hasEdits && <UnsavedMark />}
      </div>
      {columns.map(({ id, isNumber }) => (
        <div
          key={id}
          role="cell"
          className={clsx('min-w-0 truncate tabular-nums', isNumber && 'text-right', isOld && 'text-ink-faint')}
        >
          {cells[id](model)}
        </div>
      ))}
      {hasActions && (
        <div role="cell" className="relative z-1 -mr-1.5 flex justify-end">
          <ModelActions model={model} state={state} onOpen={onOpen} onDelete={onDelete} />
        </div>
      )}
    </div>
  )
})

const unknown = <span className="text-ink-faint">—</span>

const cells: Readonly<Record<OptionalColumn, (model: AvailableModel) => ReactNode>> = {
  capabilities: (model) => <CapabilityIcons of={capabilitiesOf(model)} />,
  parameters: ({ details }) => details.parameter_size ?? unknown,
  quantisation: ({ details }) => (
    <span className="font-mono text-small text-ink-muted">{details.quantization_level ?? '—'}</span>
  ),
  size: ({ size }) => (size === null ? unknown : <Size bytes={size} />),
  context: ({ context_length }) => (context_length === null ? unknown : formatCount(context_length)),
  modified: ({ modified_at }) => (modified_at === null ? unknown : <Modified at={modified_at} />),
}

function Size({ bytes }: { readonly bytes: number }) {
  const { value, unit } = diskAmount(bytes)
  return (
    <>
      {value}
      <span className="ml-[3px] inline-block w-[22px] text-left text-ink-faint">{unit}</span>
    </>
  )
}

const Modified = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={formatMoment(at)} className="text-ink-muted">
    {formatAgo(at, Date.now())}
  </time>
)

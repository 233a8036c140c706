import type { AvailableModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { diskAmount, formatAgo, formatCount, formatMoment } from '../../../lib/format.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { CapabilityIcons } from '../../../parts/capability-icons.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { ModelActions } from '../model-actions.tsx'
import type { Column } from './columns.ts'
import { type ListedModelProps, ModelTitle, SelectModel } from './model-title.tsx'
import type { OptionalColumn } from './models-search.ts'

export interface ModelRowProps extends ListedModelProps {
  readonly rowIndex: number
  readonly columns: readonly Column[]
  readonly grid: string
  readonly hasActions: boolean
}

export const ModelRow = memo(function ModelRow({
  model,
  state,
  pending,
  actions,
  isOpen,
  isOld,
  isLast,
  rowIndex,
  columns,
  grid,
  hasActions,
  isSelected,
  onSelect,
  opens,
}: ModelRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the link within takes the focus
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={clsx(
        'relative grid h-(--row) items-center gap-x-4 border-line px-(--pad) text-cell hover:bg-hover',
        !isLast && 'border-b',
        isSelected && 'bg-selected',
        isOpen && 'shadow-[inset_2px_0_0_var(--accent)]',
        isOpen && !isSelected && 'bg-hover',
      )}
      style={{ gridTemplateColumns: grid }}
    >
      <div role="cell" className="relative z-1 flex">
        <SelectModel model={model} isSelected={isSelected} onSelect={onSelect} />
      </div>
      <div role="cell" className="@container/title flex min-w-0 items-center gap-2.5 compact:gap-2">
        <ModelTitle model={model} state={state} pending={pending} actions={actions} opens={opens}>
          {model.remote && <Badge>Cloud</Badge>}
          {model.has_custom_settings && (
            <button
              type="button"
              onClick={() => actions.onOpen(model.name, 'settings')}
              aria-label={`Settings saved for ${model.name}`}
              className="relative z-1 flex flex-none rounded-inner hover:bg-selected"
            >
              <Badge>Settings</Badge>
            </button>
          )}
        </ModelTitle>
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
          <ModelActions model={model} state={state} pending={pending} actions={actions} />
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
      <span className="ml-[3px] inline-block w-5.5 text-left text-ink-faint">{unit}</span>
    </>
  )
}

const Modified = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={formatMoment(at)} className="text-ink-muted">
    {formatAgo(at, Date.now())}
  </time>
)

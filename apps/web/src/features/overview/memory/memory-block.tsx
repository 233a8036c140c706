import clsx from 'clsx'
import type { ReactNode } from 'react'
import { formatCount, formatMemory } from '../../../lib/format.ts'
import { identityStyle, useIdentity } from '../../../lib/models/model-identity.ts'
import { ModelName } from '../../../parts/model-name.tsx'
import type { Block, ModelBlock, MovingBlock } from './memory-blocks.ts'

export interface MemoryBlockProps {
  readonly block: Block
  /** Of the memory of its device, 0 to 1. */
  readonly share: number
  readonly slim: boolean
  /** Whether the device holds layers of any model. */
  readonly hasModels: boolean
}

/** A part of a device's memory, as wide as it is large. Below 90 px it has no text: the legend has it. */
export function MemoryBlock({ block, share, slim, hasModels }: MemoryBlockProps) {
  const size = { flexGrow: share * 1000, flexBasis: 0 }
  if (block.kind === 'model') return <Model block={block} size={size} slim={slim} />
  if (block.kind === 'moving') return <Moving block={block} size={size} />
  if (block.kind === 'free') {
    return (
      <div style={size} className={clsx(box, 'items-end border border-dashed border-line-strong px-2.5')}>
        <small className="hidden text-tiny text-ink-muted tabular-nums @min-[4rem]:block">
          {formatMemory(block.bytes)} free
          {slim && !hasModels && <span className="hidden @min-[13.75rem]:inline">, no model layers here</span>}
        </small>
      </div>
    )
  }
  return (
    <div style={size} className={clsx(box, filled, 'hatched px-2.5 shadow-[inset_0_0_0_1px_var(--line)]')}>
      <small className="hidden self-start rounded-[2px] bg-panel px-1 text-tiny text-ink-muted tabular-nums @min-[4.5rem]:block">
        {formatMemory(block.bytes)}
      </small>
    </div>
  )
}

interface MovingProps {
  readonly block: MovingBlock
  readonly size: { readonly flexGrow: number; readonly flexBasis: number }
}

const Moving = ({ block: { name, word, bytes }, size }: MovingProps): ReactNode => (
  <div
    style={{ ...size, ...identityStyle(useIdentity(name)) }}
    className={clsx(box, filled, 'identity-hatched px-2.5')}
    title={`${name}, ${word}`}
  >
    <small className="hidden self-start rounded-[2px] bg-panel px-1 text-tiny text-ink-muted tabular-nums @min-[4.5rem]:block">
      {formatMemory(bytes)} {word}…
    </small>
  </div>
)

const box = '@container flex min-w-1.5 flex-col justify-center overflow-hidden rounded-inner whitespace-nowrap'
/** What fills it is what it says: it stays where the person's own colours are forced, within an edge of theirs. */
const filled = 'forced-color-adjust-none forced-colors:border forced-colors:border-[CanvasText]'

interface ModelProps {
  readonly block: ModelBlock
  readonly size: { readonly flexGrow: number; readonly flexBasis: number }
  readonly slim: boolean
}

const Model = ({ block: { name, bytes, context }, size, slim }: ModelProps): ReactNode => (
  <div
    style={{ ...size, ...identityStyle(useIdentity(name)) }}
    className={clsx(box, filled, 'identity-block px-2.5')}
    title={name}
  >
    <div className="hidden @min-[5.625rem]:block">
      <ModelName name={name} className="text-small leading-4.25" />
      {!slim && (
        <small className="block truncate text-tiny text-ink-muted tabular-nums">
          {formatMemory(bytes)}
          {context !== null && `, ${formatCount(context)} tokens`}
        </small>
      )}
    </div>
  </div>
)

import type { CatalogueModel } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import type { MemoryName } from '../../lib/models/model-memory.ts'
import { Status } from '../../ui/status.tsx'

const looks = {
  yes: { kind: 'ok', word: 'Fits in', colour: 'bg-ink-faint' },
  partly: { kind: 'attention', word: 'Partly in', colour: 'bg-attention' },
  no: { kind: 'broken', word: 'Too big', colour: 'bg-broken' },
} as const

export interface FitProps {
  readonly model: CatalogueModel
  /** Bytes of that memory; null while unknown. */
  readonly capacity: number | null
  readonly memory: MemoryName
}

/** How much of this host's memory a model would take: two thirds of the bar are the fast memory, the rest is beyond it. */
export function Fit({ model, capacity, memory }: FitProps) {
  if (model.fits === null) return <span className="text-ink-faint">Fit unknown</span>
  const { kind, word, colour } = looks[model.fits]
  const share = capacity === null ? 0 : Math.min(1, (model.size / capacity) * (2 / 3))
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="relative block h-1.5 w-12.5 overflow-hidden rounded-[2px] bg-line">
        <span
          className={clsx('absolute inset-y-0 left-0', colour)}
          style={{ width: `${Math.max(0.03, share) * 100}%` }}
        />
        <span className="absolute inset-y-0 left-2/3 w-0.5 bg-panel" />
      </span>
      <Status kind={kind}>{model.fits === 'no' ? word : `${word} ${memory}`}</Status>
    </span>
  )
}

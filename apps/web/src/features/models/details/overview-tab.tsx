import type { ModelInfo } from '@ollama-dashboard/contracts'
import type { ReactNode } from 'react'
import { formatBytes, formatCount, formatMoment } from '../../../lib/format.ts'
import { capabilitiesOf } from '../../../lib/models/capabilities.ts'
import { useTerminalCommand } from '../../../lib/models/terminal-command.ts'
import { Command } from '../../../ui/command.tsx'

export function OverviewTab({ info }: { readonly info: ModelInfo }) {
  const { model, system, model_info } = info
  const command = useTerminalCommand(model)
  const { details } = model
  const architecture = String(model_info['general.architecture'] ?? details.family ?? 'unknown')
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'Capabilities',
      capabilitiesOf(model).join(', ') || (model.capabilities.length > 0 ? 'text' : 'not reported by this server'),
    ],
    ['Size on disk', model.size === null ? null : formatBytes(model.size)],
    ['Parameters', details.parameter_size],
    ['Quantisation', details.quantization_level],
    ['Trained context', model.context_length === null ? null : `${formatCount(model.context_length)} tokens`],
    ['Architecture', architecture],
    ['Layers', numberOf(model_info[`${architecture}.block_count`])],
    ['Embedding length', numberOf(model_info[`${architecture}.embedding_length`])],
    ['Format', details.format],
    ['Parent model', details.parent_model],
    ['Modified', model.modified_at === null ? null : formatMoment(model.modified_at)],
    [
      'Digest',
      model.digest === null ? null : (
        <code key="digest" className="text-small wrap-anywhere">
          {model.digest.slice(0, 24)}
        </code>
      ),
    ],
  ]
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)]">
        {facts.map(([term, value]) =>
          value === null ? null : (
            <div key={term} className="col-span-2 grid grid-cols-subgrid border-line py-[7px] not-first:border-t">
              <dt className="pr-6 text-ink-muted">{term}</dt>
              <dd className="min-w-0 text-right wrap-anywhere text-ink-strong tabular-nums">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {system !== null && (
        <section className="grid gap-1.5">
          <h3 className="font-medium">System prompt</h3>
          <p className="rounded-control bg-sunken p-3 whitespace-pre-wrap wrap-anywhere">{system}</p>
        </section>
      )}
      <section className="grid gap-1.5">
        <h3 className="font-medium">In a terminal</h3>
        <Command>{command}</Command>
      </section>
    </>
  )
}

/** A file may say anything of itself. */
const numberOf = (value: unknown): string | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? formatCount(value) : null

import type { MemoryEstimate, ModelInfo } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { formatCount, formatMemory, formatPercent } from '../../lib/format.ts'
import { runningQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { Status, type StatusKind } from '../../ui/status.tsx'
import { MemoryChart } from './memory-chart.tsx'
import { useUsableMemory } from './use-usable-memory.ts'

type Fits = MemoryEstimate['estimate'][number]['fits']

const verdicts: Readonly<Record<NonNullable<Fits>, readonly [StatusKind, string]>> = {
  yes: ['ok', 'Fits'],
  partly: ['attention', 'Partly'],
  no: ['broken', 'Too big'],
}

/** What each context costs on this host. */
export function MemoryTab({ info }: { readonly info: ModelInfo }) {
  const { model, memory } = info
  const { weights_bytes, kv_cache_bytes_per_token, estimate } = memory
  const usable = useUsableMemory()
  const { data: running } = useQuery({
    ...runningQuery(useInstance()),
    select: ({ models }) => models.find(({ name }) => name === model.name) ?? null,
  })
  if (estimate.length === 0) {
    return (
      <p className="text-ink-muted">This model tells too little of its architecture to say what a context costs.</p>
    )
  }
  const keyFacts: readonly (readonly [string, string])[] = [
    ['Weights', weights_bytes === null ? 'unknown' : formatMemory(weights_bytes)],
    [
      'Each 1,024 tokens',
      kv_cache_bytes_per_token === null ? 'unknown' : formatMemory(kv_cache_bytes_per_token * 1024),
    ],
    ...(running?.allocated_context ? [['Allocated now', formatCount(running.allocated_context)] as const] : []),
    ['Trained for', formatCount(estimate.at(-1)?.context ?? 0)],
  ]
  return (
    <>
      <dl className="flex flex-wrap justify-between gap-x-6 gap-y-3">
        {keyFacts.map(([term, value]) => (
          <div key={term}>
            <dt className="text-tiny text-ink-faint">{term}</dt>
            <dd className="font-medium whitespace-nowrap text-ink-strong tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {estimate.length > 1 && (
        <section aria-label="Context against memory" className="grid gap-3">
          <div className="flex items-baseline justify-between gap-4">
            <h3>Context against memory</h3>
            <p className="text-small text-ink-muted">Estimated, KV cache f16</p>
          </div>
          <MemoryChart estimate={estimate} usable={usable} allocated={running?.allocated_context ?? null} />
        </section>
      )}
      <table className="w-full border-collapse">
        <caption className="sr-only">Memory at each context</caption>
        <thead>
          <tr className="border-b border-line text-small text-ink-muted [&>th]:h-(--head) [&>th]:font-medium">
            <th scope="col" className="text-right">
              Context
            </th>
            <th scope="col" className="text-right">
              Memory
            </th>
            <th scope="col" className="pl-6 text-left">
              {usable?.isVram === false ? 'In RAM' : 'In VRAM'}
            </th>
            <th scope="col" className="text-right">
              {usable?.isVram === false ? '' : 'On GPU'}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums">
          {estimate.map(({ context, bytes, fits }) => (
            <tr key={context} className="[&>td]:h-9">
              <td className="text-right text-ink-strong">{formatCount(context)}</td>
              <td className="text-right">{formatMemory(bytes)}</td>
              <td className="pl-6">
                {fits === null ? <span className="text-ink-faint">unknown</span> : <Verdict fits={fits} />}
              </td>
              <td className="text-right">
                {usable?.isVram ? formatPercent(Math.min(100, Math.floor((usable.bytes / bytes) * 100))) : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="flex gap-2.5 rounded-control bg-sunken px-3 py-2.5 text-ink-muted">
        <Info aria-hidden className="mt-0.5 size-4 flex-none" />
        Weights on disk, keys and values of every layer in f16, and 512 MiB for each GPU. What other programs hold is
        not counted as usable.
      </p>
    </>
  )
}

function Verdict({ fits }: { readonly fits: NonNullable<Fits> }) {
  const [kind, word] = verdicts[fits]
  return <Status kind={kind}>{word}</Status>
}

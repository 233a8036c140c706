import type { MemoryEstimate, MemoryRoom, ModelInfo } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatCount, formatMemory, formatPercent } from '../../../lib/format.ts'
import { modelMemoryQuery, runningQuery } from '../../../lib/queries/models.ts'
import { edit } from '../../../lib/settings-drafts.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Status, type StatusKind } from '../../../ui/status.tsx'
import { settingsQuery } from '../settings/queries.ts'
import { MemoryChart } from './memory-chart.tsx'
import { cacheWords, NeedsNoMemory } from './memory-line.tsx'
import { memoryNames } from './memory-plan.ts'

type Point = MemoryEstimate['estimate'][number]
type Fits = Point['fits']

const verdicts: Readonly<Record<NonNullable<Fits>, readonly [StatusKind, string]>> = {
  yes: ['ok', 'Fits'],
  partly: ['attention', 'Partly'],
  no: ['broken', 'Too big'],
}

export interface MemoryTabProps {
  readonly info: ModelInfo
  readonly onSettings: () => void
}

/** What each context costs on this host. */
export function MemoryTab({ info, onSettings }: MemoryTabProps) {
  const { model } = info
  const instance = useInstance()
  const { data: memory = info.memory } = useQuery(modelMemoryQuery(instance, model.name))
  const {
    weights_bytes,
    kv_cache_bytes_per_token: perToken,
    kv_cache_type,
    num_parallel,
    estimate,
    host = null,
  } = memory
  const room = host && (host.gpu ?? host.cpu)
  const { data: running } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.find(({ name }) => name === model.name) ?? null,
  })
  const { data: saved = null } = useQuery({
    ...settingsQuery(model.name),
    select: ({ settings }) => settings.num_ctx ?? null,
  })
  const needs = useMissing('settings.save')
  if (model.remote) return <NeedsNoMemory />
  if (estimate.length === 0) {
    return (
      <p className="text-ink-muted">This model does not report enough about its architecture to estimate memory.</p>
    )
  }
  const use = (context: number) => {
    edit(model.name, 'num_ctx', String(context))
    onSettings()
  }
  const keyFacts: readonly (readonly [string, string])[] = [
    ['Weights', weights_bytes === null ? '—' : formatMemory(weights_bytes)],
    ['Per 1,024 tokens', perToken === null ? '—' : formatMemory(1024 * perToken * num_parallel)],
    ['Saved context', saved === null ? 'none' : formatCount(saved)],
    ...(running?.allocated_context ? [['Allocated context', formatCount(running.allocated_context)] as const] : []),
    ['Trained context', formatCount(estimate.at(-1)?.context ?? 0)],
  ]
  const isMeasured = estimate.some(({ observed }) => observed)
  return (
    <>
      <dl className="flex flex-wrap justify-between gap-x-6 gap-y-3 phone:grid phone:grid-cols-2">
        {keyFacts.map(([term, value]) => (
          <div key={term}>
            <dt className="text-tiny text-ink-faint">{term}</dt>
            <dd className="font-medium whitespace-nowrap text-ink-strong tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {estimate.length > 1 && (
        <section aria-label="Memory by context length" className="grid gap-3">
          <div className="flex items-baseline justify-between gap-4">
            <h3>Memory by context length</h3>
            <p className="text-right text-small text-ink-muted">Estimated, {cacheWords(memory)}</p>
          </div>
          <MemoryChart estimate={estimate} room={room} saved={saved} allocated={running?.allocated_context ?? null} />
        </section>
      )}
      <table className="w-full border-collapse">
        <caption className="sr-only">Memory per context length</caption>
        <thead>
          <tr className="border-b border-line text-small text-ink-muted [&>th]:h-(--head) [&>th]:font-medium">
            <th scope="col" className="w-16 text-right">
              Context
            </th>
            <th scope="col" className="w-28 text-right">
              Memory
            </th>
            <th scope="col" className="pl-6 text-left phone:pl-4">
              In {memoryNames[room?.memory ?? 'vram']}
            </th>
            {host?.gpu && (
              <th scope="col" className="w-20 text-right phone:hidden">
                On GPU
              </th>
            )}
            <th scope="col">
              <span className="sr-only">Use</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums">
          {estimate.map(({ context, bytes, fits, observed }) => (
            <tr key={context} className="[&>td]:h-9 phone:[&>td]:h-11">
              <td className="text-right text-ink-strong">{formatCount(context)}</td>
              <td className="text-right whitespace-nowrap">
                {formatMemory(bytes)}
                {observed && <span className="block pb-1 text-tiny leading-3 text-ink-faint">measured</span>}
              </td>
              <td className="pl-6 phone:pl-4">
                <Verdict fits={fits} onGpu={onGpu({ fits, bytes }, host?.gpu ?? null)} />
              </td>
              {host?.gpu && (
                <td className="text-right phone:hidden">{formatShare(onGpu({ fits, bytes }, host.gpu))}</td>
              )}
              <td className="text-right">
                {context === saved ? (
                  <Badge>Saved</Badge>
                ) : (
                  <Button
                    look="link"
                    size="small"
                    disabled={needs !== null}
                    title={needs?.reason}
                    aria-label={`Use ${formatCount(context)} tokens`}
                    onClick={() => use(context)}
                    className="-mr-[9px]"
                  >
                    Use
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex gap-2.5 rounded-control bg-sunken px-3 py-2.5 text-ink-muted">
        <Info aria-hidden className="mt-0.5 size-4 flex-none" />
        <p>
          Weights on disk, keys and values of every layer in {kv_cache_type}, and 512 MiB
          {host?.gpu === null ? ' to compute in' : ' for each GPU'}
          {isMeasured && ', corrected by measurements on this host'}. Memory used by other processes is not counted as
          usable.{' '}
          <button type="button" onClick={onSettings} className="touch-target font-medium text-accent-text">
            Change the context
          </button>
        </p>
      </div>
    </>
  )
}

interface VerdictProps {
  readonly fits: Fits
  /** Percent of the model. */
  readonly onGpu: number | null
}

/** Where there is no room for a column of its own, the share on the GPU stands beside the verdict. */
function Verdict({ fits, onGpu }: VerdictProps) {
  if (fits === null) return <span className="text-ink-faint">—</span>
  const [kind, word] = verdicts[fits]
  return (
    <Status kind={kind}>
      {word}
      {fits === 'partly' && onGpu !== null && <span className="hidden phone:inline">, {formatPercent(onGpu)}</span>}
    </Status>
  )
}

/** How much of a model runs on the GPU, in percent and rounded down; null where that is not known, or it does not run at all. */
function onGpu({ fits, bytes }: Pick<Point, 'fits' | 'bytes'>, gpu: MemoryRoom | null): number | null {
  if (gpu === null || fits === null || fits === 'no') return null
  return fits === 'yes' ? 100 : Math.floor((gpu.usable_bytes / bytes) * 100)
}

const formatShare = (percent: number | null): string => (percent === null ? '—' : formatPercent(percent))

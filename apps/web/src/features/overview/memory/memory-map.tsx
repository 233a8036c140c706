import { useQuery, useQueryClient } from '@tanstack/react-query'
import clsx from 'clsx'
import { useRef } from 'react'
import type { InstanceName } from '../../../lib/api/instance-name.ts'
import { useOutage } from '../../../lib/api/outage.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatMemory, gibibytes } from '../../../lib/format.ts'
import { jobsQuery } from '../../../lib/models/jobs.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { statsHistoryQuery, statsQuery } from '../../../lib/queries/system.ts'
import { IdentityMark } from '../../../parts/model-name.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { keepPlaces, type Places } from '../keep-places.ts'
import { MemoryBlock } from './memory-block.tsx'
import { type Device, devicesOf, isNamed } from './memory-blocks.ts'
import { followMoves, noMoves } from './memory-moves.ts'
import type { Before } from './others-before.ts'
import { RoomFor } from './room-for.tsx'

export function MemoryMap() {
  const { data: stats } = useQuery(statsQuery)
  const instance = useInstance()
  const { data: list, isPending } = useQuery(runningQuery(instance))
  const past = usePast(instance)
  const outage = useOutage()
  const places = useRef<Places>(new Map())
  const { places: kept, shown: models } = keepPlaces(places.current, list?.models ?? [], [])
  places.current = kept
  const moves = useRef(noMoves)
  if (stats && list) moves.current = followMoves(moves.current, stats, list, past)
  // Models may lie on a GPU that cannot be read, which then has a bar of its own: both are awaited, so that nothing jumps.
  const devices = stats && !isPending ? devicesOf(stats, models, moves.current) : []
  const shown = [
    ...new Map(devices.flatMap(({ blocks }) => blocks.filter(isNamed)).map((block) => [block.name, block])).values(),
  ]
  const hasOthers = devices.some(({ blocks }) => blocks.some(({ kind }) => kind === 'other'))
  return (
    // What there is room for is a promise for now.
    <Panel title="Memory" end={outage ? lastKnown[outage.of] : <RoomFor />}>
      <div className={clsx('grid gap-3.5 p-(--pad)', outage && 'grayscale')}>
        {devices.length === 0 && <Skeleton className="h-27.25 phone:h-42.5" />}
        {devices.map((device, index) => (
          <DeviceBar
            key={device.name}
            device={device}
            slim={index > 0 || devices.length === 1}
            isLastKnown={outage !== null}
          />
        ))}
        {stats && stats.gpus.length > 1 && <GpuLines gpus={stats.gpus} />}
        <ul className="flex flex-wrap gap-x-4 gap-y-1.5 pl-33 text-small text-ink-muted phone:pl-0">
          {shown.map((block) => (
            <li key={block.name} className="flex min-w-0 items-center gap-1.5">
              <IdentityMark name={block.name} />
              <span className="wrap-anywhere">{block.name}</span>
              <span className="whitespace-nowrap tabular-nums">
                {block.kind === 'moving' ? `${block.word}…` : formatMemory(totalOf(models, block.name))}
              </span>
            </li>
          ))}
          {hasOthers && (
            <li className="flex items-center gap-1.5">
              <span
                aria-hidden
                className="hatched-strong size-2.25 rounded-[2.5px] forced-color-adjust-none shadow-[inset_0_0_0_1px_var(--ink-faint)]"
              />
              Other processes
            </li>
          )}
        </ul>
      </div>
    </Panel>
  )
}

/** What other parts of the page have read: the map renders with each sample of the host, and with each list of models. */
function usePast(instance: InstanceName): Before | null {
  const client = useQueryClient()
  const list = client.getQueryData(jobsQuery.queryKey)
  const history = client.getQueryData(statsHistoryQuery(instance, { range: '15m' }).queryKey)
  return list && history ? { jobs: list.jobs, history } : null
}

/** While Ollama alone is away, the host is still measured. */
const lastKnown = { ollama: 'Models as last known', dashboard: 'Last known' } as const

const totalOf = (models: readonly { name: string; size: number | null }[], name: string): number =>
  models.find((model) => model.name === name)?.size ?? 0

interface DeviceBarProps {
  readonly device: Device
  readonly slim: boolean
  readonly isLastKnown: boolean
}

function DeviceBar({ device, slim, isLastKnown }: DeviceBarProps) {
  const { name, total, used, blocks } = device
  return (
    <div className="grid grid-cols-[7.25rem_minmax(0,1fr)] items-center gap-4 phone:grid-cols-[minmax(0,1fr)] phone:gap-1.5">
      <div className="leading-4.25 phone:flex phone:flex-wrap phone:items-baseline phone:justify-between phone:gap-x-3">
        <p className="truncate font-medium text-ink-strong" title={name}>
          {name}
        </p>
        <p className="text-tiny whitespace-nowrap text-ink-muted tabular-nums">
          {gibibytes(used)} of {gibibytes(total)} GiB
        </p>
      </div>
      <div
        role="img"
        aria-label={`${isLastKnown ? 'Last known, ' : ''}${labelOf(device)}`}
        className={clsx('flex gap-0.5', slim ? 'h-6.5' : 'h-11.5')}
      >
        {blocks.map((block) => (
          <MemoryBlock
            key={isNamed(block) ? block.name : block.kind}
            block={block}
            share={block.bytes / total}
            slim={slim}
            hasModels={blocks.some(isNamed)}
          />
        ))}
      </div>
    </div>
  )
}

function labelOf({ total, blocks }: Device): string {
  const words = { other: 'other processes', free: 'free' } as const
  const parts = blocks.map((block) => {
    const what =
      block.kind === 'moving' ? `${block.name} ${block.word}` : isNamed(block) ? block.name : words[block.kind]
    return `${what} ${formatMemory(block.bytes)}`
  })
  return `${formatMemory(total)}: ${parts.join(', ')}`
}

interface GpuLine {
  readonly index: number
  readonly name: string
  readonly vram_used: number | null
  readonly vram_total: number | null
}

const GpuLines = ({ gpus }: { readonly gpus: readonly GpuLine[] }) => (
  <ul className="grid gap-0.5 pl-33 text-small text-ink-muted tabular-nums phone:pl-0">
    {gpus.map(({ index, name, vram_used, vram_total }) => (
      <li key={index} className="flex gap-2">
        <span className="truncate">{name}</span>
        <span className="whitespace-nowrap">
          {vram_used === null || vram_total === null
            ? 'memory unknown'
            : `${gibibytes(vram_used)} of ${gibibytes(vram_total)} GiB`}
        </span>
      </li>
    ))}
  </ul>
)

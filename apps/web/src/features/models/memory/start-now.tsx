import type { MemoryEstimate } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount, formatMemory } from '../../../lib/format.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { effectiveSettingsQuery } from '../../../lib/queries/settings.ts'
import { Names } from './memory-line.tsx'
import { type Outcome, planMemory } from './memory-plan.ts'

export interface StartNowProps {
  readonly name: string
  readonly memory: MemoryEstimate
}

/** What a start would need at this moment, and which models it would put out; nothing of one that is loaded. */
export function StartNow({ name, memory }: StartNowProps) {
  const instance = useInstance()
  const { data: running } = useQuery({ ...runningQuery(instance), select: ({ models }) => models })
  const { data: context } = useQuery({
    ...effectiveSettingsQuery(instance, name),
    select: ({ options }) => options.find(({ field }) => field === 'num_ctx')?.value ?? null,
  })
  if (!running || running.some((model) => model.name === name) || typeof context !== 'number') return null
  const given = Math.min(context, memory.estimate.at(-1)?.context ?? context)
  const plan = planMemory({ name, memory, context, contextNow: null, running })
  if (!plan?.outcome) return null
  return (
    <p className="flex gap-2.5 rounded-control bg-sunken px-3 py-2.5">
      <Info aria-hidden className="mt-0.5 size-4 flex-none text-ink-muted" />
      <span>
        Starting now with <span className="whitespace-nowrap tabular-nums">{formatCount(given)} tokens</span> needs{' '}
        <b className="font-medium whitespace-nowrap text-ink-strong tabular-nums">{formatMemory(plan.bytes)}</b>
        <Effect outcome={plan.outcome} />.
      </span>
    </p>
  )
}

function Effect({ outcome }: { readonly outcome: Outcome }) {
  const { verdict, others, othersStay, leftBytes, beyond, place } = outcome
  const missing = formatMemory(Math.abs(leftBytes))
  if (verdict === 'too big') return `, ${missing} more than available`
  const spilling =
    verdict === 'fits'
      ? ''
      : beyond === 'RAM'
        ? `, ${missing} of it in RAM`
        : `, ${outcome.spillPercent} % of it on the CPU`
  if (others.length === 0 || othersStay) return spilling || `, which fits in ${place}`
  return (
    <>
      {spilling} and unloads <Names of={others} />
    </>
  )
}

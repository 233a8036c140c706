import type { MemoryEstimate } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { Fragment } from 'react'
import { formatCount, formatMemory, formatPercent } from '../../../lib/format.ts'
import { identityStyle, useIdentity } from '../../../lib/models/model-identity.ts'
import { InlineName } from '../../../parts/model-name.tsx'
import { StatusMark } from '../../../ui/status.tsx'
import type { MemoryPlan, Outcome, PlanBlock } from './memory-plan.ts'

export interface MemoryLineProps {
  readonly name: string
  readonly plan: MemoryPlan
  readonly memory: MemoryEstimate
  /** As it was typed. */
  readonly context: number
  /** What it is loaded with; null while it is not. */
  readonly allocated: number | null
}

/** What a context takes in memory, whether that fits, and what is left then. */
export function MemoryLine({ name, plan, memory, context, allocated }: MemoryLineProps) {
  const { bytes, insteadOf, isMeasured, outcome } = plan
  const trained = memory.estimate.at(-1)?.context ?? context
  return (
    <div className="col-span-full mt-1.5 grid gap-1.5 rounded-control border border-line bg-background p-3">
      <div className="flex justify-between gap-x-4 gap-y-0.5 text-small text-ink-muted phone:flex-wrap">
        <p role="status" className="min-w-0">
          <span className="font-medium whitespace-nowrap text-ink-strong tabular-nums">{formatMemory(bytes)}</span>
          {insteadOf !== null && (
            <>
              {' '}
              instead of <span className="whitespace-nowrap tabular-nums">{formatMemory(insteadOf)}</span>
            </>
          )}
          {outcome && <Verdict outcome={outcome} />}
        </p>
        {outcome && <p className="flex-none whitespace-nowrap text-ink-faint tabular-nums">{restOf(outcome)}</p>}
      </div>
      {outcome && (
        <div role="img" aria-label={spoken(name, outcome.blocks)} className="flex h-5.5 gap-0.5">
          {outcome.blocks.map((block) => (
            <Fragment key={block.name ?? block.kind}>
              {block.kind === 'spilt' && <span className="-my-1 w-0.5 bg-attention forced-color-adjust-none" />}
              <Block block={block} name={name} />
            </Fragment>
          ))}
        </div>
      )}
      <p className="text-tiny text-ink-faint phone:text-small">
        {isMeasured ? 'Measured on this host.' : `Estimated, ${cacheWords(memory)}.`}
        {allocated !== null &&
          allocated !== Math.min(context, trained) &&
          ` Loaded with ${formatCount(allocated)} tokens.`}
        {context > trained && ` Ollama limits the context to the trained ${formatCount(trained)} tokens.`}
      </p>
    </div>
  )
}

function Verdict({ outcome }: { readonly outcome: Outcome }) {
  const { verdict, spillPercent, place, beyond, others, othersStay } = outcome
  const names = <Names of={others} />
  if (verdict === 'fits') {
    if (others.length === 0) return `, fits in ${place}`
    return othersStay ? (
      <>
        , fits in {place} next to {names}
      </>
    ) : (
      <>
        , fits in {place} after Ollama unloads {names}
      </>
    )
  }
  return (
    <>
      ,{' '}
      <span className={clsx('font-medium', verdict === 'spills' ? 'text-attention-text' : 'text-broken-text')}>
        <StatusMark kind={verdict === 'spills' ? 'attention' : 'broken'} className="mr-1.5 ml-0.5" />
        {verdict === 'spills' ? `spills ${formatPercent(spillPercent)} to ${beyond}` : 'does not fit this host'}
      </span>
      {others.length > 0 && <> even after unloading {names}</>}
    </>
  )
}

const shownNames = 2

/** "a, b and 2 more" */
export const Names = ({ of }: { readonly of: readonly string[] }) => (
  <>
    {of.slice(0, shownNames).map((name, index) => (
      <Fragment key={name}>
        {index > 0 && (of.length > shownNames ? ', ' : ' and ')}
        <InlineName name={name} />
      </Fragment>
    ))}
    {of.length > shownNames && ` and ${of.length - shownNames} more`}
  </>
)

function restOf({ verdict, leftBytes, beyond }: Outcome): string {
  const amount = formatMemory(Math.abs(leftBytes))
  return verdict === 'fits'
    ? `${amount} left`
    : verdict === 'spills'
      ? `${amount} ${beyond === 'RAM' ? 'in' : 'on'} ${beyond}`
      : `${amount} missing`
}

const looks: Readonly<Record<PlanBlock['kind'], string>> = {
  own: 'identity-block',
  added: 'identity-hatched',
  model: 'identity-block',
  other: 'hatched shadow-[inset_0_0_0_1px_var(--line)]',
  free: 'border border-dashed border-line-strong',
  spilt: 'identity-hatched',
}

/** Which is which says the sentence above; the bar shows how much. */
const Block = ({ block, name }: { readonly block: PlanBlock; readonly name: string }) => (
  <div
    title={`${blockWords(name, block)}: ${formatMemory(block.bytes)}`}
    className={clsx(
      'min-w-1.5 rounded-inner forced-color-adjust-none transition-[flex-grow] duration-150',
      looks[block.kind],
    )}
    style={{ flexGrow: block.bytes / 2 ** 24, flexBasis: 0, ...identityStyle(useIdentity(block.name ?? name)) }}
  />
)

const kindWords = { other: 'Other processes, reserve', free: 'Free', spilt: 'In RAM' } as const

const blockWords = (name: string, { kind, name: other }: PlanBlock): string =>
  kind === 'own' ? name : kind === 'added' ? `More for ${name}` : kind === 'model' ? (other ?? '') : kindWords[kind]

const spoken = (name: string, blocks: readonly PlanBlock[]): string =>
  blocks.map((block) => `${blockWords(name, block)} ${formatMemory(block.bytes)}`).join(', ')

/** What an estimate is made for: "KV cache f16, 4 parallel requests". */
export const cacheWords = ({ kv_cache_type, num_parallel }: MemoryEstimate): string =>
  `KV cache ${kv_cache_type}${num_parallel > 1 ? `, ${num_parallel} parallel requests` : ''}`

/** Of a cloud model, where others tell what a context takes. */
export const NeedsNoMemory = () => (
  <p className="col-span-full text-ink-muted">Runs on ollama.com; needs no local memory.</p>
)

import type { RunningModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatClock, formatCount, formatMemory, formatPercent } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { capabilitiesOf } from '../../lib/models/capabilities.ts'
import { contextAfterRestart, needsLook, restartWords } from '../../lib/models/load-plan.ts'
import { useActionState } from '../../lib/models/model-actions.ts'
import { useIdentity } from '../../lib/models/model-identity.ts'
import { useShowsOutcome } from '../../lib/models/shown-outcomes.ts'
import { loadPlanQuery } from '../../lib/queries/models.ts'
import { CapabilityIcons } from '../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { PlanWords } from '../../parts/plan-words.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { RunningStatus } from '../../parts/running-status.tsx'
import { ThinBar } from '../../ui/thin-bar.tsx'
import { RunningActions } from './running-actions.tsx'

export interface RunningRowProps {
  readonly model: RunningModel
  /** When its figures arrived here; milliseconds since the epoch. */
  readonly readAt: number
  /** Its figures are of a time before Ollama went away. */
  readonly isOld: boolean
}

const told = ['pin', 'unpin'] as const

export function RunningRow({ model, readAt, isOld }: RunningRowProps) {
  const instance = useInstance()
  const { error } = useActionState(instance, model.name)
  const { data: plan } = useQuery({
    ...loadPlanQuery(instance, model.state === 'loaded' ? [model.name] : []),
    select: ({ models }) => models[0],
  })
  const restart = plan ? restartWords(plan) : null
  const contextAfter = plan && !isOld ? contextAfterRestart(plan) : null
  const colour = useIdentity(model.name)
  useShowsOutcome(model.name, told)
  return (
    <li className="grid gap-3 px-(--pad) py-3.5">
      <div className="flex min-w-0 items-center gap-2.5 phone:flex-wrap">
        <IdentityMark name={model.name} />
        <ModelName name={model.name} className="text-base" />
        <CapabilityIcons of={capabilitiesOf(model)} />
        <RunningStatus name={model.name} state={model.state} />
        <div className="ml-auto flex flex-none items-center gap-1 phone:order-last phone:hidden">
          <RunningActions model={model} restart={restart} isForTouch={false} />
        </div>
      </div>
      <dl
        className={clsx(
          'grid grid-cols-[1.25fr_1.1fr_0.95fr_1fr] gap-6 pl-4.75 phone:grid-cols-2 phone:gap-x-4 phone:gap-y-3 phone:pl-0',
          isOld && 'text-ink-faint [&_dd]:text-ink-faint',
        )}
      >
        <Fact term="Memory">
          {model.size === null ? 'Loading…' : formatMemory(model.size)}{' '}
          {model.gpu_percent !== null && (
            <Quiet>{model.gpu_percent === 0 ? '100 % CPU' : `${formatPercent(model.gpu_percent)} GPU`}</Quiet>
          )}
          {model.gpu_percent !== null && <ThinBar share={Math.max(0.02, model.gpu_percent / 100)} colour={colour} />}
        </Fact>
        <Fact term="Context allocated">
          {model.allocated_context === null ? 'Loading…' : formatCount(model.allocated_context)}{' '}
          {model.allocated_context !== null && (
            <Quiet>{contextAfter === null ? 'tokens' : `→ ${formatCount(contextAfter)} on restart`}</Quiet>
          )}
        </Fact>
        <Fact term="Weights">
          {model.details.parameter_size ?? '—'} <Quiet>{model.details.quantization_level}</Quiet>
        </Fact>
        <Fact term={model.pinned ? 'Unloads' : 'Unloads in'}>
          {model.pinned ? (
            <>
              Never <Quiet>pinned</Quiet>
            </>
          ) : (
            <Countdown seconds={model.expires_in_seconds} readAt={readAt} isOld={isOld} />
          )}
        </Fact>
      </dl>
      {restart && plan && needsLook(plan) && !isOld && (
        <p className="pl-4.75 phone:pl-0">
          <PlanWords words={restart} />
        </p>
      )}
      {error !== null && <ProblemNote error={error} />}
      <div className="hidden gap-1.5 phone:flex max-[22.5rem]:flex-wrap">
        <RunningActions model={model} restart={restart} isForTouch />
      </div>
    </li>
  )
}

const Fact = ({ term, children }: { readonly term: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-tiny text-ink-faint">{term}</dt>
    <dd className="mt-px truncate text-ink-strong tabular-nums phone:whitespace-normal">{children}</dd>
  </div>
)

const Quiet = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-muted">{children}</span>

interface CountdownProps {
  readonly seconds: number | null
  readonly readAt: number
  readonly isOld: boolean
}

/** Ollama does not move the end while a request runs, so it may lie in the past: then the model is busy. */
function Countdown({ seconds, readAt, isOld }: CountdownProps) {
  const now = useNow()
  if (seconds === null || isOld) return '—'
  const left = seconds - Math.max(0, now - readAt) / 1000
  if (left <= 0) return 'When idle'
  return (
    <>
      {formatClock(left)} <Quiet>if idle</Quiet>
    </>
  )
}

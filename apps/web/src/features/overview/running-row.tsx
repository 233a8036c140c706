import type { PlannedLoad, RunningModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useInstance } from '../../lib/api/use-instance.ts'
import { formatClock, formatMemory, formatPercent } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { activityQuery } from '../../lib/models/activity.ts'
import { capabilitiesOf } from '../../lib/models/capabilities.ts'
import { contextAfterRestart, needsLook, restartWords } from '../../lib/models/load-plan.ts'
import { useActionState } from '../../lib/models/model-actions.ts'
import { useIdentity } from '../../lib/models/model-identity.ts'
import { useShowsOutcome } from '../../lib/models/shown-outcomes.ts'
import { CapabilityIcons } from '../../parts/capability-icons.tsx'
import { IdentityMark, ModelName } from '../../parts/model-name.tsx'
import { PlanWords } from '../../parts/plan-words.tsx'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { RunningStatus } from '../../parts/running-status.tsx'
import { ThinBar } from '../../ui/thin-bar.tsx'
import { AnsweringFacts, ContextAllocated, LastUsed } from './activity-facts.tsx'
import { Fact, Facts, Quiet, unknown } from './facts.tsx'
import { RunningActions } from './running-actions.tsx'

export interface RunningRowProps {
  readonly model: RunningModel
  /** What a restart would do; null where it is not known. */
  readonly plan: PlannedLoad | null
  /** When its figures arrived here; milliseconds since the epoch. */
  readonly readAt: number
  /** Its figures are of a time before Ollama went away. */
  readonly isOld: boolean
}

const told = ['pin', 'unpin'] as const

export function RunningRow({ model, plan, readAt, isOld }: RunningRowProps) {
  const instance = useInstance()
  const { error } = useActionState(instance, model.name)
  const { data: activity } = useQuery({
    ...activityQuery(instance),
    select: ({ models }) => models.find((one) => one.model === model.name),
  })
  const restart = plan ? restartWords(plan) : null
  const contextAfter = plan && !isOld ? contextAfterRestart(plan) : null
  const colour = useIdentity(model.name)
  const answering = activity && activity.requests > 0 && model.state === 'loaded' && !isOld ? activity : null
  useShowsOutcome(model.name, told)
  return (
    <li className="grid gap-3 px-(--pad) py-3.5">
      <div className="flex min-w-0 items-center gap-2.5 phone:flex-wrap">
        <IdentityMark name={model.name} />
        <Link
          to="/models"
          search={{ model: model.name }}
          aria-label={`Details of ${model.name}`}
          className="touch-target inline-flex min-w-0 rounded-inner hover:underline"
        >
          <ModelName name={model.name} className="text-base" />
        </Link>
        <CapabilityIcons of={capabilitiesOf(model)} />
        <RunningStatus name={model.name} state={answering ? 'answering' : model.state} />
        <div className="ml-auto flex flex-none items-center gap-1 phone:order-last phone:hidden">
          <RunningActions model={model} restart={restart} isForTouch={false} />
        </div>
      </div>
      <Facts isOld={isOld}>
        <Fact term="Memory">
          {model.size === null ? 'Loading…' : formatMemory(model.size)}{' '}
          {model.gpu_percent !== null && (
            <Quiet>{model.gpu_percent === 0 ? '100 % CPU' : `${formatPercent(model.gpu_percent)} GPU`}</Quiet>
          )}
          {model.gpu_percent !== null && <ThinBar share={Math.max(0.02, model.gpu_percent / 100)} colour={colour} />}
        </Fact>
        {answering ? (
          <AnsweringFacts model={model} activity={answering} />
        ) : (
          <>
            <ContextAllocated allocated={model.allocated_context} afterRestart={contextAfter} />
            <LastUsed at={isOld ? null : (activity?.last_used_at ?? null)} />
          </>
        )}
        <Fact term={model.pinned ? 'Unloads' : 'Unloads in'}>
          {model.pinned ? (
            <>
              Never <Quiet>pinned</Quiet>
            </>
          ) : (
            <Countdown seconds={model.expires_in_seconds} readAt={readAt} isOld={isOld} />
          )}
        </Fact>
      </Facts>
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

interface CountdownProps {
  readonly seconds: number | null
  readonly readAt: number
  readonly isOld: boolean
}

/** Ollama does not move the end while a request runs, so it may lie in the past: then the model is busy. */
function Countdown({ seconds, readAt, isOld }: CountdownProps) {
  const now = useNow()
  if (seconds === null || isOld) return unknown
  const left = seconds - Math.max(0, now - readAt) / 1000
  if (left <= 0) return 'When idle'
  return (
    <>
      {formatClock(left)} <Quiet>if idle</Quiet>
    </>
  )
}

import type { RunningModel } from '@ollama-dashboard/contracts'
import { useOutage } from '../lib/api/outage.ts'
import { useInstance } from '../lib/api/use-instance.ts'
import { useNow } from '../lib/hooks/use-now.ts'
import { useActionState } from '../lib/models/model-actions.ts'
import { useShowsOutcome } from '../lib/models/shown-outcomes.ts'
import { Status } from '../ui/status.tsx'
import { type RunningState, runningState } from './running-state.ts'

export interface RunningStatusProps {
  readonly name: string
  /** State reported by the server; null if the model is not loaded. */
  readonly state: RunningModel['state'] | null
  /** Of the word, where there may be no room for it. */
  readonly wordClassName?: string
}

const told = ['start', 'restart'] as const

export function RunningStatus({ name, state, wordClassName = '' }: RunningStatusProps) {
  useShowsOutcome(name, told)
  const { pending } = useActionState(useInstance(), name)
  const isLastKnown = useOutage() !== null
  if (pending) return <Counting state={state} pending={pending} wordClassName={wordClassName} />
  const shown = runningState(state, null, 0)
  // As it was when somebody last answered.
  return shown && <Shown kind={isLastKnown ? 'off' : shown.kind} word={shown.word} wordClassName={wordClassName} />
}

/** Apart, so that only what counts seconds renders every second. */
function Counting({
  state,
  pending,
  wordClassName,
}: Required<Omit<RunningStatusProps, 'name'>> & {
  readonly pending: Parameters<typeof runningState>[1]
}) {
  const shown = runningState(state, pending, useNow())
  return shown && <Shown {...shown} wordClassName={wordClassName} />
}

const Shown = ({ kind, word, wordClassName }: RunningState & Required<Pick<RunningStatusProps, 'wordClassName'>>) => (
  <Status kind={kind}>
    <span className={wordClassName}>{word}</span>
  </Status>
)

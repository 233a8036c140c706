import { useOutage } from '../lib/api/outage.ts'
import { useInstance } from '../lib/api/use-instance.ts'
import { useNow } from '../lib/hooks/use-now.ts'
import { type PendingAction, useActionState } from '../lib/models/model-actions.ts'
import { useShowsOutcome } from '../lib/models/shown-outcomes.ts'
import { Status } from '../ui/status.tsx'
import { type RunningState, runningState, type ShownState } from './running-state.ts'

export interface RunningStatusProps {
  readonly name: string
  /** State reported by the server; null if the model is not loaded. */
  readonly state: ShownState | null
  /** Of the word, where there may be no room for it. */
  readonly wordClassName?: string
}

const told = ['start', 'restart'] as const

export function RunningStatus(props: RunningStatusProps) {
  const { pending } = useActionState(useInstance(), props.name)
  return <StatusOf {...props} pending={pending} isLastKnown={useOutage() !== null} />
}

export interface StatusOfProps extends RunningStatusProps {
  readonly pending: PendingAction | null
  /** Nobody has answered since. */
  readonly isLastKnown: boolean
}

/** The same, where a list knows how all of its models stand. */
export function StatusOf({ name, state, pending, isLastKnown, wordClassName = '' }: StatusOfProps) {
  useShowsOutcome(name, told)
  if (pending && !isLastKnown) return <Counting state={state} pending={pending} wordClassName={wordClassName} />
  // As it was when somebody last answered: how long that has taken since, nobody knows.
  const shown = runningState(state, pending && { ...pending, since: Number.NaN }, 0)
  return shown && <Shown kind={isLastKnown ? 'off' : shown.kind} word={shown.word} wordClassName={wordClassName} />
}

/** Apart, so that only what counts seconds renders every second. */
function Counting({
  state,
  pending,
  wordClassName,
}: Required<Omit<RunningStatusProps, 'name'>> & {
  readonly pending: PendingAction
}) {
  const shown = runningState(state, pending, useNow())
  return shown && <Shown {...shown} wordClassName={wordClassName} />
}

const Shown = ({ kind, word, wordClassName }: RunningState & Required<Pick<RunningStatusProps, 'wordClassName'>>) => (
  <Status kind={kind}>
    <span className={wordClassName}>{word}</span>
  </Status>
)

import type { RunningModel } from '@ollama-dashboard/contracts'
import { useOutage } from '../lib/api/outage.ts'
import { useInstance } from '../lib/api/use-instance.ts'
import { useNow } from '../lib/hooks/use-now.ts'
import { useActionState } from '../lib/models/model-actions.ts'
import { Status } from '../ui/status.tsx'
import { runningState } from './running-state.ts'

export interface RunningStatusProps {
  readonly name: string
  /** State reported by the server; null if the model is not loaded. */
  readonly state: RunningModel['state'] | null
}

export function RunningStatus({ name, state }: RunningStatusProps) {
  const { pending } = useActionState(useInstance(), name)
  const isLastKnown = useOutage() !== null
  if (pending) return <Counting state={state} pending={pending} />
  const shown = runningState(state, null, 0)
  // As it was when somebody last answered.
  return shown && <Status kind={isLastKnown ? 'off' : shown.kind}>{shown.word}</Status>
}

/** Apart, so that only what counts seconds renders every second. */
function Counting({
  state,
  pending,
}: {
  readonly state: RunningStatusProps['state']
  readonly pending: Parameters<typeof runningState>[1]
}) {
  const shown = runningState(state, pending, useNow())
  return shown && <Status kind={shown.kind}>{shown.word}</Status>
}

import type { RunningModel } from '@ollama-dashboard/contracts'
import type { ModelAction } from '../lib/models/model-actions.ts'
import type { StatusKind } from '../ui/status.tsx'

export interface RunningState {
  readonly kind: StatusKind
  readonly word: string
}

const doing: Readonly<Record<ModelAction, string | null>> = {
  start: 'Loading…',
  stop: 'Unloading…',
  restart: 'Restarting…',
  pin: null,
  unpin: null,
}

/** How a model stands in memory, and whether it is known to write a reply. */
export type ShownState = RunningModel['state'] | 'answering'

/** One word for how a model stands: what was just asked for counts before the server tells of it. `since` may be NaN: unknown. */
export function runningState(
  state: ShownState | null,
  pending: { readonly action: ModelAction; readonly since: number } | null,
  now: number,
): RunningState | null {
  const word = pending && doing[pending.action]
  if (word) {
    const seconds = Math.max(0, Math.floor((now - pending.since) / 1000))
    return { kind: 'working', word: Number.isNaN(seconds) ? word : `${word} ${seconds} s` }
  }
  if (state === null) return null
  const states: Readonly<Record<ShownState, RunningState>> = {
    loading: { kind: 'working', word: 'Loading…' },
    unloading: { kind: 'working', word: 'Unloading…' },
    loaded: { kind: 'ok', word: 'Loaded' },
    answering: { kind: 'working', word: 'Answering' },
  }
  return states[state]
}

import type { PullJob } from '@ollama-dashboard/contracts'
import type { DemoPast } from '@ollama-dashboard/core'
import type { PastPull, SimulatedPast } from '@ollama-dashboard/ollama-sim'

type Told = Parameters<Parameters<DemoPast>[0]['event']>
type Event = { readonly at: number; readonly contents: Told[0] }

const minuteMs = 60_000

/** What came into memory and left it, and what was pulled. */
export const eventsPast =
  (week: SimulatedPast): DemoPast =>
  ({ instance, event, now }) => {
    const begun = now - 7 * 24 * 60 * minuteMs
    const events = [...memoryEvents(week, instance), ...pullEvents(week, instance)]
    for (const { at, contents } of events) if (at >= begun) event(contents, at)
  }

const memoryEvents = ({ loads }: SimulatedPast, instance: string): readonly Event[] =>
  loads.flatMap(({ model, at, until, loadMs }): Event[] => [
    { at, contents: { type: 'model.loaded', instance, model, duration_seconds: loadMs / 1000 } },
    ...(until === null ? [] : [{ at: until, contents: { type: 'model.unloaded', instance, model } as const }]),
  ])

const pullEvents = ({ pulls }: SimulatedPast, instance: string): readonly Event[] =>
  pulls.flatMap((pull) => {
    const contents = (state: 'running' | 'done') =>
      ({ type: 'job.changed', instance, model: pull.model, job: jobOf(pull, instance, state) }) as const
    return [
      { at: pull.startedAt, contents: contents('running') },
      { at: pull.finishedAt, contents: contents('done') },
    ]
  })

function jobOf({ model, startedAt, finishedAt }: PastPull, instance: string, state: 'running' | 'done'): PullJob {
  const [started, finished] = [startedAt, finishedAt].map((ms) => new Date(ms).toISOString())
  return {
    id: `demo-pull-${model}`,
    kind: 'pull',
    title: `pull of "${model}"`,
    model,
    instance,
    state,
    progress: null,
    error: null,
    attempts: 1,
    created_by: null,
    created_at: started ?? '',
    started_at: started ?? '',
    finished_at: state === 'done' ? (finished ?? '') : null,
  }
}

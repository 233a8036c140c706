import type { DemoPast, PastEntry } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { failedStart } from './failed-start.ts'
import { keptPresets } from './presets-past.ts'
import { changesOf, triedWith } from './settings-past.ts'

const minuteMs = 60_000
const weekMs = 7 * 24 * 60 * minuteMs

type Deed = Pick<PastEntry, 'at' | 'action' | 'outcome'> & Partial<PastEntry>

/** What the user of this machine did in that week, as other pages tell it, and a few things that did not work out. */
export const auditPast =
  (week: SimulatedPast): DemoPast =>
  ({ audited, instance, now }) => {
    const deeds = [...pulls(week, instance), ...settings(week), ...presets(week, now), ...mishaps(week, instance)]
    for (const deed of deeds) if (deed.at >= now - weekMs) audited({ ...common, ...deed })
  }

const common = {
  actor: { key_id: null, name: 'local', role: 'admin', address: '127.0.0.1', via: 'none' },
  target: null,
  instance: null,
  code: null,
  count: 1,
  before: null,
  after: null,
  trace_id: null,
} as const

const pulls = (week: SimulatedPast, instance: string): Deed[] =>
  week.pulls.flatMap(({ model, startedAt, finishedAt }) => {
    const pull = { action: 'models.pull', target: model, instance, after: { job: `demo-pull-${model}` } }
    return [
      { ...pull, at: startedAt, outcome: 'accepted' as const },
      { ...pull, at: finishedAt, outcome: 'done' as const },
    ]
  })

const settings = (week: SimulatedPast): Deed[] =>
  changesOf(week).map(({ at, how, changed }) => ({
    at,
    action: how === 'removed' ? 'settings.remove' : 'settings.save',
    target: triedWith,
    outcome: 'done',
    before: Object.fromEntries(changed.map(({ setting, before }) => [setting, before])),
    after: Object.fromEntries(changed.map(({ setting, after }) => [setting, after])),
  }))

const presets = (week: SimulatedPast, now: number): Deed[] =>
  keptPresets(week, now).map(({ at, id, name, system }) => ({
    at,
    action: 'presets.create',
    target: id,
    outcome: 'done',
    after: { name, system: `${system.length} characters` },
  }))

/** What leaves memory in the middle of the day was stopped; once a model was not installed, and once there was no room. */
function mishaps(week: SimulatedPast, instance: string): Deed[] {
  const ended = week.loads.filter(({ until }) => until !== null)
  const [first, second] = [ended[0], ended[Math.floor(ended.length / 2)]]
  const failed = failedStart(week)
  const deeds: (Deed | false)[] = [
    first?.until != null && { at: first.until, action: 'models.stop', target: first.model, outcome: 'done' },
    second !== undefined && {
      at: second.at - minuteMs,
      action: 'models.start',
      target: `${second.model.split(':')[0]}:32b`,
      outcome: 'refused',
      code: 'model_not_found',
    },
    failed !== null && {
      at: failed.at,
      action: 'models.start',
      target: failed.model,
      outcome: 'failed',
      code: 'insufficient_memory',
    },
  ]
  return deeds.flatMap((deed) => (deed ? [{ instance, ...deed }] : []))
}

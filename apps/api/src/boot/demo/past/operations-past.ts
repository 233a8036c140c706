import type { DemoPast, PastOperation } from '@ollama-dashboard/core'
import type { SimulatedPast } from '@ollama-dashboard/ollama-sim'
import { failedStart } from './failed-start.ts'

type Done = { readonly at: number; readonly ended: PastOperation }

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const succeeded = (operation: string, model: string | null, seconds: number): PastOperation => ({
  ...{ operation, model, seconds },
  outcome: 'succeeded',
})

/** How work went: chats, loads that people asked for, pulls, and what the dashboard read by itself. */
export const operationsPast =
  (week: SimulatedPast): DemoPast =>
  ({ operation, now }) => {
    const begun = now - 7 * dayMs
    const done = [...chats(week), ...loads(week), ...pulls(week), ...readings(begun, now)]
    for (const { at, ended } of done.toSorted((a, b) => a.at - b.at)) {
      if (at >= begun && at <= now) operation(ended, at)
    }
  }

const chats = ({ requests }: SimulatedPast): readonly Done[] =>
  requests.map(({ model, endedAt, failed, firstTokenMs }) => ({
    at: endedAt,
    ended: { ...succeeded('chat', model, firstTokenMs / 1000), outcome: failed ? 'failed' : 'succeeded' },
  }))

/** Some loads were started at the page, and some of those models stopped there. One start was slow: its file was cold, and one failed. */
function loads(week: SimulatedPast): readonly Done[] {
  const { loads } = week
  const started = loads.filter((_, index) => index % 3 === 0)
  const slow = started[started.length >> 1]
  const failed = failedStart(week)
  const refused: readonly Done[] = failed
    ? [{ at: failed.at, ended: { ...succeeded('start', failed.model, 0.4), outcome: 'failed' } }]
    : []
  const went = started.flatMap((load, index): Done[] => {
    const { model, at, loadMs, until } = load
    const start = { at, ended: succeeded('start', model, load === slow ? 41.7 : loadMs / 1000) }
    if (until === null || index % 2 === 0) return [start]
    return [start, { at: until, ended: succeeded('stop', model, 0.35 + (index % 5) / 10) }]
  })
  return [...refused, ...went]
}

const pulls = ({ pulls }: SimulatedPast): readonly Done[] =>
  pulls.map(({ model, startedAt, finishedAt }) => ({
    at: finishedAt,
    ended: succeeded('pull', model, (finishedAt - startedAt) / 1000),
  }))

/** One reading a minute stands for all that were made in it. */
function* readings(begun: number, now: number): Generator<Done> {
  for (let at = begun; at <= now; at += minuteMs) {
    const wave = (1 + Math.sin(at / minuteMs)) / 2
    yield { at, ended: succeeded('collector:running', null, 0.002 + 0.004 * wave) }
    yield { at, ended: { ...succeeded('collector:stats', null, 0.01 + 0.03 * wave), isOfHost: true } }
    if (at % (5 * minuteMs) < minuteMs) yield { at, ended: succeeded('collector:available', null, 0.004 + 0.01 * wave) }
  }
}

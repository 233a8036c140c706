import { createRandom } from '../random.ts'
import { general, isWeekend, type Sitting, sittingsOf } from './habits-of-people.ts'

/** A question that somebody asks a model; `at` in milliseconds since the epoch. */
export interface PastQuestion {
  readonly model: string
  readonly numCtx: number
  readonly at: number
  readonly promptTokens: number
  readonly replyTokens: number
  /** Whether it failed. */
  readonly failed: boolean
  /** Which sitting it belongs to, by when that began. */
  readonly sitting: number
}

const minuteMs = 60_000
export const pastDays = 7

/** Before the end somebody has been at it for so long, at whatever hour that is: the demo begins in the middle of work. */
const lastSittingMs = 52 * minuteMs
/** What was in memory before it has been unloaded by then. */
const quietMs = 35 * minuteMs
const failedShare = 0.012

/** What was asked in the week before `until`, oldest first. The same for the same time and seed. */
export function pastQuestions(until: number, seed: number): readonly PastQuestion[] {
  const questions: PastQuestion[] = []
  for (let daysAgo = pastDays; daysAgo >= 0; daysAgo -= 1) {
    const random = createRandom(seed * 1000 + daysAgo)
    const midnight = startOfDay(until, daysAgo)
    for (const sitting of sittingsOf(daysAgo, isWeekend(midnight))) {
      const [from, to] = [sitting.from, sitting.to].map((minutes) => minutes * minuteMs + midnight.getTime())
      questions.push(...questionsIn(sitting, from ?? 0, to ?? 0, random))
    }
  }
  const begun = until - pastDays * 24 * 60 * minuteMs
  const quietFrom = until - lastSittingMs - quietMs
  return [
    ...questions.filter(({ at }) => at >= begun && at < quietFrom),
    ...questionsIn(general, until - lastSittingMs, until - minuteMs, createRandom(seed)),
  ]
}

function questionsIn(sitting: Omit<Sitting, 'from' | 'to'>, from: number, to: number, random: () => number) {
  const { model, numCtx, everyMinutes, promptTokens, replyTokens } = sitting
  const questions: PastQuestion[] = []
  const about = (mean: number) => Math.max(8, Math.round(mean * (0.25 + 1.5 * random() ** 2)))
  for (let at = from; at < to; at += everyMinutes * minuteMs * (0.3 + 1.4 * random())) {
    const amounts = { promptTokens: about(promptTokens), replyTokens: about(replyTokens) }
    questions.push({ model, numCtx, at: Math.round(at), ...amounts, failed: random() < failedShare, sitting: from })
  }
  return questions
}

function startOfDay(until: number, daysAgo: number): Date {
  const day = new Date(until)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo)
}

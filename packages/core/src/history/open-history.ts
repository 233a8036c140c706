import type { StatsHistory } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import { type JsonBytes, jsonOfMembers } from '../json/json-bytes.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { limit } from '../kernel/serial.ts'
import type { HostFigures } from '../system/host-probe.ts'
import type { PastSample } from '../system/system-monitor.ts'
import { historyAnswer } from './history-answer.ts'
import { createHistoryRecorder } from './history-recorder.ts'
import type { HistoryRepository, Source } from './history-repository.ts'
import { type HistoryInput, type HistoryWindow, windowOf } from './history-window.ts'
import { type ReplySpeed, type Steps, startOf } from './step.ts'
import { createColumns, type StepColumns } from './step-columns.ts'
import { type Chosen, chooseTier, defaultRetentionMs, recentTier, storedTiers } from './tiers.ts'

/** What the host and the Ollama servers were like, up to years ago. Disposing it saves the current minute. */
export interface History extends AsyncDisposable {
  /** What the host is like now. */
  sample(figures: HostFigures): void
  /** A request of a server that ended now. */
  reply(instance: { readonly id: string }, speed: ReplySpeed): void
  /**
   * The same bytes for a moment, whoever asks, so that they are compressed once. Throws `instance_not_found`,
   * `validation_failed` for a period that cannot be, and `storage_unavailable`.
   */
  read(context: CallContext, input: HistoryInput & InstanceInput): Promise<JsonBytes<StatsHistory>>
  /** Forgets what is not saved: another host takes the place of the one that was watched. */
  begin(): void
}

export interface HistoryOptions {
  readonly repository: HistoryRepository
  readonly instances: () => Instances
  /** How long steps of an hour are kept; a year when absent. */
  readonly retentionMs?: number | undefined
  /** What the host was like before it is watched, sorted by time, and requests that ended before; nothing when absent. */
  readonly past?: HistoryPast | null
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** Times are milliseconds since the epoch. */
export interface HistoryPast {
  readonly samples: Iterable<PastSample>
  readonly replies: readonly PastReply[]
}

export interface PastReply {
  readonly at: number
  /** The id of the server. */
  readonly instance: string
  readonly speed: ReplySpeed
}

const minuteMs = 60_000
/** In minutes. A clock that is wrong for less than that removes nothing. */
const removeEvery = 60
/** Answers that are kept, and for how long: charts of the same period share one. */
const maxAnswers = 32
const answerMs = { recent: 1000, stored: 10_000 }

export async function openHistory(options: HistoryOptions): Promise<History> {
  const { repository, instances, retentionMs = defaultRetentionMs, past, clock, background } = options
  const tiers = storedTiers(retentionMs)
  const recorder = createHistoryRecorder()
  const answers = new LRUCache<string, Promise<JsonBytes<StatsHistory>>>({
    max: maxAnswers,
    ttl: answerMs.stored,
    ttlResolution: 0,
    perf: { now: () => clock.elapsed() },
  })
  /** Whoever asks for a year again and again keeps nobody else from the disk. */
  const reading = limit(2)
  let begunAt = clock.now()
  let lastBefore: Promise<number | null> | null = null
  let minutes = 0
  let cancel = schedule()

  for (const { at, figures } of past?.samples ?? []) {
    begunAt = Math.min(begunAt, at)
    recorder.host(at, figures)
  }
  for (const { instance, at, speed } of past?.replies ?? []) recorder.reply(instance, at, speed)
  await save()

  function schedule() {
    return clock.after(minuteMs - (clock.now() % minuteMs), () => {
      cancel = schedule()
      void save()
      minutes += 1
      if (minutes % removeEvery !== 0) return
      for (const { seconds, keptMs } of tiers) repository.removeBefore(seconds, (clock.now() - keptMs) / 1000 - seconds)
    })
  }

  async function save() {
    for (const [source, steps] of recorder.takeUnsaved()) repository.add(source, steps, tiers, clock.now())
    await background.settle('history', repository.save())
  }

  /** Whether the fine steps in memory are all there is of a period: not those of before a restart. */
  async function isRecent(from: number): Promise<boolean> {
    if (from >= begunAt) return true
    lastBefore ??= repository.lastBefore(tiers[0].seconds, startOf(begunAt / 1000, tiers[0].seconds))
    const last = await lastBefore
    return last === null || (last + tiers[0].seconds) * 1000 <= from
  }

  /** Nothing is looked for where nothing is kept. */
  const keptFrom = ({ from }: HistoryWindow) => Math.max(from, clock.now() - retentionMs)

  async function choose(window: HistoryWindow): Promise<Chosen> {
    const now = clock.now()
    const kept = { from: keptFrom(window), to: window.to, now }
    const chosen = chooseTier([recentTier, ...tiers], kept)
    if (chosen.tier !== recentTier || (await isRecent(kept.from))) return chosen
    return chooseTier(tiers, kept)
  }

  async function steps(source: Source, window: HistoryWindow, { tier, stepSeconds }: Chosen): Promise<StepColumns> {
    const period = {
      stepSeconds,
      from: startOf(keptFrom(window) / 1000, stepSeconds),
      to: Math.floor(window.to / 1000) + 1,
    }
    const add = (columns: StepColumns, steps: Steps) => {
      for (const [start, step] of steps) if (start >= period.from && start < period.to) columns.add(start, step)
      return columns
    }
    if (tier === recentTier) return add(createColumns(period), recorder.recent(source))
    for (;;) {
      const { revision } = recorder
      await repository.save()
      const stored = await repository.steps(source, { ...period, storedSeconds: tier.seconds })
      // Minutes that were handed over meanwhile may be in both or in none.
      if (revision === recorder.revision) return add(stored, recorder.unsaved(source))
    }
  }

  async function answer(
    window: HistoryWindow,
    chosen: Chosen,
    instance: string | null,
  ): Promise<JsonBytes<StatsHistory>> {
    const [host, replies] = await Promise.all([
      steps('host', window, chosen),
      instance === null ? null : steps({ instance }, window, chosen),
    ])
    return jsonOfMembers<StatsHistory>({
      range: JSON.stringify(window.range),
      from: JSON.stringify(timestamp(window.from)),
      to: JSON.stringify(timestamp(window.to)),
      step_seconds: JSON.stringify(chosen.stepSeconds),
      ...historyAnswer({ host, replies }),
    })
  }

  return {
    sample: (figures) => recorder.host(clock.now(), figures),
    reply: ({ id }, speed) => recorder.reply(id, clock.now(), speed),
    async read({ actor }, { instance: name, ...input }) {
      const instance = instances().find(name)
      const window = windowOf(input, clock.now())
      // The replies of all models together would tell of those that are hidden.
      const of = actor.grant?.models ? null : instance.id
      const chosen = await choose(window)
      const key = JSON.stringify([of, window.range ?? [window.from, window.to]])
      const known = answers.get(key)
      if (known) return known
      // Nobody is given them any more, and a year with eight GPUs is half a megabyte.
      answers.purgeStale()
      const history = reading(() => answer(window, chosen, of))
      answers.set(key, history, { ttl: chosen.tier === recentTier ? answerMs.recent : answerMs.stored })
      history.catch(() => answers.delete(key))
      return history
    },
    begin() {
      recorder.clear()
      answers.clear()
      begunAt = clock.now()
      lastBefore = null
    },
    async [Symbol.asyncDispose]() {
      cancel()
      await save()
    },
  }
}

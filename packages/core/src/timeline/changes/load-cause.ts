import { sameModel } from '@ollama-dashboard/contracts'
import { keyIdOf, type NamedActor } from '../../kernel/call-context.ts'
import type { Runner } from '../../models/actions/runner-options.ts'
import type { Working } from '../../models/activity/working.ts'
import type { LoadedModel } from '../../ollama/ollama.ts'

/** Why a model came into memory or left it, as a sentence, and the key that asked for it. */
export interface Cause {
  readonly detail: string
  readonly by: string | null
  /** Whether more may become known within seconds, as what needed its room appears. */
  readonly isGuess?: true
}

/** Ollama's clock may be so far ahead of ours, or behind it. */
const skewMs = 5000

export interface Departure {
  readonly model: LoadedModel
  readonly now: number
  /** What this dashboard does with models of the server. */
  readonly working: readonly Working[]
  /** Models that came, or were loaded anew, since the last look. */
  readonly appeared: readonly LoadedModel[]
  /** Ollama did not answer since the last look. */
  readonly wasDown: boolean
}

export const requested = (actor: NamedActor): Cause => ({ detail: 'Requested in the dashboard.', by: keyIdOf(actor) })

const byOthers: Cause = { detail: 'By another program.', by: null }

/** Why a model left memory. Ollama tells nothing of it: what happened at the same time does. */
export function causeOfDeparture({ model, now, working, appeared, wasDown }: Departure): Cause {
  const own = working.find((one) => sameModel(one.model, model.name))
  if (own) return requested(own.actor)
  if (wasDown) return { detail: 'Ollama was stopped or restarted.', by: null }
  const expiresAt = Date.parse(model.expiresAt ?? '')
  if (expiresAt <= now + skewMs) return { detail: 'Not used any more: its keep-alive time had passed.', by: null }
  const coming = working.find(({ state }) => state === 'loading')
  if (coming) return madeRoom(coming.model, keyIdOf(coming.actor))
  const [other] = appeared
  return other ? madeRoom(other.name, null) : { ...byOthers, isGuess: true }
}

export const madeRoom = (model: string, by: string | null): Cause => ({ detail: `To make room for "${model}".`, by })

/** Why a model came into memory. */
export function causeOfArrival(name: string, working: readonly Working[], asked: NamedActor | null): Cause {
  const own = working.find((one) => sameModel(one.model, name))
  const actor = own?.actor ?? asked
  return actor ? requested(actor) : byOthers
}

/** A setting that differs between two loads of a model. */
export interface Difference {
  readonly setting: string
  readonly before: string
  readonly after: string
}

const count = new Intl.NumberFormat('en')
const told = (value: number | undefined): string => (value === undefined ? 'not set' : count.format(value))

/** What Ollama tells of a model in memory that is another one since. */
export function differences(
  before: Pick<LoadedModel, 'contextLength' | 'digest'>,
  after: Pick<LoadedModel, 'contextLength' | 'digest'>,
): readonly Difference[] {
  const found: Difference[] = []
  if (before.contextLength !== null && after.contextLength !== null && before.contextLength !== after.contextLength)
    found.push({
      setting: 'context',
      before: count.format(before.contextLength),
      after: count.format(after.contextLength),
    })
  if (before.digest !== null && after.digest !== null && before.digest !== after.digest)
    found.push({ setting: 'version', before: short(before.digest), after: short(after.digest) })
  return found
}

/** Options that make Ollama load a model anew, as this dashboard asked for them. */
export const optionDifferences = (before: Runner, after: Runner): readonly Difference[] =>
  (['num_gpu', 'num_batch', 'num_thread'] as const).flatMap((setting) =>
    before[setting] === after[setting] ? [] : [{ setting, before: told(before[setting]), after: told(after[setting]) }],
  )

/** As people tell digests apart. */
export const short = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 12)

/** "context 4,096 → 16,384; num_gpu not set → 20" */
export const differencesText = (all: readonly Difference[]): string =>
  all.map(({ setting, before, after }) => `${setting} ${before} → ${after}`).join('; ')

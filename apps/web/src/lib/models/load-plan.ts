import type { PlannedLoad, PlannedSequence } from '@ollama-dashboard/contracts'
import { formatCount, formatMemory, gibibytes, memoryAmount } from '../format.ts'

/** What a start would do, as a person reads it before the click. */
export interface PlanWords {
  /** `attention`: something that somebody needs goes, or a part runs on the CPU; `broken`: it cannot be loaded. */
  readonly kind: 'ok' | 'off' | 'attention' | 'broken'
  readonly text: string
}

type Unloads = NonNullable<PlannedLoad['unloads']>

/** "Fits", "Unloads qwen3:14b", "Too big: 41.0 of 24.0 GiB"; null where nothing is known, and where nothing is loaded. */
export function startWords(plan: PlannedLoad): PlanWords | null {
  const { bytes, usable_bytes, fits, unloads } = plan
  if (isCloud(plan) || bytes === null) return null
  if (fits === null || unloads === null) return { kind: 'off', text: `Needs ${formatMemory(bytes)}` }
  const amount = usable_bytes === null ? formatMemory(bytes) : ofUsable(bytes, usable_bytes)
  if (fits === 'no') return { kind: 'broken', text: `Too big: ${amount}` }
  const unloading = unloadWords(unloads)
  if (fits === 'partly') {
    return { kind: 'attention', text: [`Partly on CPU: ${amount}`, unloading].filter(Boolean).join(', ') }
  }
  if (unloading === null) return { kind: 'ok', text: 'Fits' }
  return { kind: isNeeded(unloads) ? 'attention' : 'off', text: sentence(unloading) }
}

/** The same with the context: "Unloads qwen3:14b · 32,768 tokens". */
export function startNote(plan: PlannedLoad): PlanWords | null {
  const words = startWords(plan)
  if (!words || plan.context === null) return words
  return { ...words, text: `${words.text} · ${formatCount(plan.context)} tokens` }
}

/** The same with how much it needs: "Fits: 14.1 GiB with 32,768 tokens". */
export function startDetails(plan: PlannedLoad): PlanWords | null {
  const words = startWords(plan)
  const { bytes, context } = plan
  if (!words || bytes === null || context === null) return words
  const needs = `${formatMemory(bytes)} with ${formatCount(context)} tokens`
  if (words.kind === 'broken' || plan.fits === 'partly')
    return { ...words, text: `${words.text}, with ${formatCount(context)} tokens` }
  return { ...words, text: plan.fits === null ? `Needs ${needs}` : `${words.text}: needs ${needs}` }
}

/** What a restart would change: the context, and with it the memory; null where it is not known. */
export function restartWords(plan: PlannedLoad): PlanWords | null {
  const { context, context_is_usual, loaded, bytes, fits, unloads } = plan
  if (!loaded || isCloud(plan) || loaded.context === null) return null
  const was = `was ${formatCount(loaded.context)}`
  if (context === null) return { kind: 'off', text: `Restarts with the default context of the server (${was})` }
  const isSame = context === loaded.context
  const memory = bytes !== null && loaded.bytes !== null && !isSame ? `: ${memoryChange(bytes, loaded.bytes)}` : ''
  const usual = context_is_usual ? 'the default context, usually ' : ''
  const tokens = `Restarts with ${usual}${formatCount(context)} tokens (${isSame ? 'unchanged' : was})${memory}`
  if (fits === 'no') return { kind: 'broken', text: `${tokens}, too big` }
  const unloading = unloads && unloadWords(unloads)
  const parts = [tokens, fits === 'partly' && 'partly on CPU', unloading].filter(Boolean)
  const isAttention = fits === 'partly' || (unloads !== null && isNeeded(unloads))
  return { kind: isAttention ? 'attention' : 'off', text: parts.join(', ') }
}

/** The same in a few words; null where the context stays, or is not known. */
export function restartNote(plan: PlannedLoad): string | null {
  const after = contextAfterRestart(plan)
  if (after === null || plan.loaded?.context == null) return null
  return `${plan.context_is_usual ? 'usually ' : ''}${formatCount(after)} tokens, was ${formatCount(plan.loaded.context)}`
}

/** The context that a restart brings where that is another one; null where it stays, or is not known. */
export const contextAfterRestart = ({ context, loaded }: PlannedLoad): number | null =>
  loaded && loaded.context !== null && context !== loaded.context ? context : null

/** Whether a start or restart fails, or takes something away that somebody needs. */
export const needsLook = ({ fits, unloads }: PlannedLoad): boolean =>
  fits === 'no' || (unloads !== null && isNeeded(unloads))

/** "Needs 41.0 of 23.5 GiB: the first 2 fit, then they unload each other". */
export function sequenceWords({ bytes, usable_bytes, fit, unloads }: PlannedSequence, count: number): PlanWords | null {
  if (bytes === null || count === 0) return null
  if (usable_bytes === null || fit === null || unloads === null)
    return { kind: 'off', text: `Needs ${formatMemory(bytes)}` }
  const needs = `Needs ${ofUsable(bytes, usable_bytes)}`
  const unloading = unloadWords(unloads)
  const kind = fit < count || isNeeded(unloads) ? 'attention' : unloading === null ? 'ok' : 'off'
  if (fit === count)
    return { kind, text: `${needs}: ${[count === 1 ? 'fits' : 'all fit', unloading].filter(Boolean).join(', ')}` }
  const others = unloads.length > 0 ? ` and ${namesOf(unloads)}` : ''
  if (fit === 0)
    return { kind, text: `${needs}: not even the first one fits${unloading === null ? '' : `, ${unloading}`}` }
  const first = fit === 1 ? 'the first one fits' : `the first ${formatCount(fit)} fit`
  return { kind, text: `${needs}: ${first}, then they unload each other${others}` }
}

/** Models that run on ollama.com need nothing here. */
const isCloud = ({ bytes }: PlannedLoad): boolean => bytes === 0

const isNeeded = (unloads: Unloads): boolean => unloads.some(({ pinned, busy }) => pinned || busy)

const ofUsable = (bytes: number, usable: number): string => `${gibibytes(bytes)} of ${gibibytes(usable)} GiB`

/** "14.1 instead of 11.5 GiB". */
function memoryChange(bytes: number, before: number): string {
  const [now, was] = [memoryAmount(bytes), memoryAmount(before)]
  return `${now.value}${now.unit === was.unit ? '' : ` ${now.unit}`} instead of ${was.value} ${was.unit}`
}

const shownNames = 2

/** "unloads qwen3:14b"; null for none. */
const unloadWords = (unloads: Unloads): string | null => (unloads.length === 0 ? null : `unloads ${namesOf(unloads)}`)

/** "nomic-embed-text:latest (pinned), qwen3:14b and 2 more": whoever needs one has to see it, however many there are. */
function namesOf(unloads: Unloads): string {
  const neededFirst = unloads.toSorted((a, b) => Number(isNeeded([b])) - Number(isNeeded([a])))
  const names = neededFirst
    .slice(0, shownNames)
    .map(({ model, pinned, busy }) => `${model}${busy ? ' (in use)' : pinned ? ' (pinned)' : ''}`)
  const more = unloads.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ')
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

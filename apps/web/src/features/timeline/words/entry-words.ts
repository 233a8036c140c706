import { titles } from 'virtual:problem-titles'
import type { TimelineEntry } from '@ollama-dashboard/contracts'
import {
  BellRing,
  CircleCheck,
  CircleX,
  Copy,
  type LucideIcon,
  Play,
  Plug,
  Power,
  PowerOff,
  Square,
  Trash2,
  Unplug,
} from 'lucide-react'
import { actionWords } from '../../../lib/access/action-words.ts'
import { capitalised } from '../../../lib/format.ts'
import { kindWords } from './kind-words.ts'

interface TypeWords {
  /** With a model, its name precedes this. */
  readonly words: string
  readonly icon?: LucideIcon
}

/** What happened, by its type. Of a type that this version does not know, its kind and its own words tell. */
const types: Readonly<Record<string, TypeWords>> = {
  'model.loaded': { words: 'loaded', icon: Play },
  'model.unloaded': { words: 'unloaded', icon: Square },
  'model.load_failed': { words: 'failed to load', icon: CircleX },
  'model.reloaded': { words: 'reloaded' },
  'model.deleted': { words: 'deleted', icon: Trash2 },
  'model.copied': { words: 'copied', icon: Copy },
  'model.digest': { words: 'has a new version' },
  'ollama.up': { words: 'Ollama is reachable again', icon: Plug },
  'ollama.down': { words: 'Ollama is unreachable', icon: Unplug },
  'ollama.version': { words: 'Ollama has another version' },
  'gpu.driver': { words: 'The GPU driver has another version' },
  'os.version': { words: 'The operating system has another version' },
  'dashboard.version': { words: 'The dashboard has another version' },
  'dashboard.started': { words: 'Dashboard started', icon: Power },
  'dashboard.stopped': { words: 'Dashboard stopped', icon: PowerOff },
  'dashboard.crashed': { words: 'Dashboard ended unexpectedly', icon: CircleX },
  'settings.saved': { words: 'settings saved' },
  'settings.removed': { words: 'settings removed' },
  'settings.reset': { words: 'settings reset to recommended' },
  'settings.copied': { words: 'settings copied from another model' },
  'settings.recommended': { words: 'recommended settings applied' },
  'settings.imported': { words: 'settings imported' },
  'settings.undone': { words: 'settings put back' },
  'settings.file': { words: 'settings read from the file' },
  'job.done': { words: 'Job done', icon: CircleCheck },
  'job.failed': { words: 'Job failed', icon: CircleX },
  'job.cancelled': { words: 'Job cancelled' },
  'alert.firing': { words: 'Alert', icon: BellRing },
  'alert.resolved': { words: 'Alert resolved', icon: CircleCheck },
}

const knownType = (type: string): TypeWords | undefined => (Object.hasOwn(types, type) ? types[type] : undefined)

export const iconOf = ({ type, kind }: TimelineEntry): LucideIcon => knownType(type)?.icon ?? kindWords[kind].icon

/** "gpu.driver_changed" of another version, as well as it can be said. */
const spelled = (type: string): string => capitalised(type.replaceAll(/[._]/g, ' '))

/** What stands in bold: of jobs and alerts their own first sentence, which says what it is about. */
export function titleOf(entry: TimelineEntry): string {
  const { kind, type, detail } = entry
  if (kind === 'audit') return actionWords(type)
  if (kind === 'alert' && detail !== null) return sentencesOf(detail)[0]
  if (kind === 'job' && detail !== null) return detail.replace(/\.$/, '')
  const words = knownType(type)?.words ?? (kind === 'settings' ? type.replace('.', ' ').replaceAll('_', ' ') : null)
  return words ?? spelled(type)
}

/** Whether the name of its model belongs before its title: jobs and alerts tell it themselves. */
export const isNamedFirst = ({ kind, model }: TimelineEntry): boolean =>
  model !== null && kind !== 'job' && kind !== 'alert' && kind !== 'audit'

/** What stands beside the title: why, or how it ended; null where that says nothing more. */
export function noteOf(entry: TimelineEntry): string | null {
  const { kind, type, detail, before, after } = entry
  if (kind === 'job') return wordOfState(type)
  if (kind === 'alert') {
    const [, more] = sentencesOf(detail ?? '')
    return [type.endsWith('.resolved') ? 'Resolved' : '', more].filter((part) => part !== '').join(' · ') || null
  }
  if (kind === 'audit') return detail === null || detail === 'done' ? null : capitalised(withMeaning(detail))
  if (kind === 'version' && before !== null && after !== null) return `${shortened(before)} → ${shortened(after)}`
  return detail
}

/** The first sentence, without its full stop, and what follows it. */
function sentencesOf(text: string): readonly [first: string, more: string] {
  const end = text.search(/\.(?: (?=[A-Z])|$)/)
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 2)]
}

/** Of a digest as much as can be compared by eye. */
const shortened = (version: string): string =>
  /^(?:sha256:)?[0-9a-f]{24,}$/.test(version) ? `${version.replace('sha256:', '').slice(0, 12)}…` : version

/** "refused: The key has no permission for this" for "refused: forbidden". */
const withMeaning = (detail: string): string =>
  detail.replace(/(?<=: )[a-z_]+/, (code) => (Object.hasOwn(titles, code) ? titles[code as keyof typeof titles] : code))

const stateWords: Readonly<Record<string, string>> = {
  'job.done': 'Done',
  'job.failed': 'Failed',
  'job.cancelled': 'Cancelled',
}
const wordOfState = (type: string): string | null => stateWords[type] ?? null

const alertId = /^alert:([A-Za-z0-9_-]+)/
/** The alert that an entry is about; null where it is about none. */
export const alertOf = ({ kind, id }: TimelineEntry): string | null =>
  kind === 'alert' ? (alertId.exec(id)?.[1] ?? null) : null

const auditSeq = /^audit:(\d{1,15})/
/** The entry of the audit log that it is; null where it is none. */
export function auditOf({ kind, id }: TimelineEntry): number | null {
  const seq = kind === 'audit' ? auditSeq.exec(id)?.[1] : undefined
  return seq === undefined ? null : Number(seq)
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const dayOfYear = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** "Today", "Yesterday", "Saturday 28 November"; by the calendar of the person. */
export function dayWords(at: string, now: number): string {
  const moment = new Date(at)
  const present = new Date(now)
  if (moment.toDateString() === present.toDateString()) return 'Today'
  const yesterday = new Date(present.getFullYear(), present.getMonth(), present.getDate() - 1)
  if (moment.toDateString() === yesterday.toDateString()) return 'Yesterday'
  const isThisYear = moment.getFullYear() === present.getFullYear()
  return (isThisYear ? day : dayOfYear).format(moment).replace(',', '')
}

export interface Day {
  readonly name: string
  readonly entries: readonly TimelineEntry[]
}

/** By days, each as the calendar of the person has it. */
export function byDay(entries: readonly TimelineEntry[], now: number): Day[] {
  const days = Map.groupBy(entries, ({ at }) => new Date(at).toDateString())
  return [...days.values()].map((of) => ({ name: dayWords(of[0]?.at ?? '', now), entries: of }))
}

interface Amount {
  readonly value: string
  readonly unit: string
}

const diskUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const
const memoryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

// Made once: a list that is scrolled formats a figure in every frame, and the making is most of the work.
const withDigits = (digits: number) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
const decimals = [withDigits(0), withDigits(1)] as const
const plain = new Intl.NumberFormat('en')

/** A count of bytes in the unit a person would say it in. One decimal up to a hundred of it. */
function amount(bytes: number, base: number, units: readonly string[]): Amount {
  let value = bytes
  let unit = 0
  // What would round up to a whole next unit is said in that unit.
  while (value >= base - 0.5 && unit < units.length - 1) {
    value /= base
    unit += 1
  }
  const digits = unit < 3 || value >= 100 ? 0 : 1
  return { value: decimals[digits].format(value), unit: units[unit] ?? '' }
}

/** Bytes on a disk or a wire: decimal, as `ollama list` and the makers of disks count. */
export const diskAmount = (bytes: number): Amount => amount(bytes, 1000, diskUnits)
/** Bytes in RAM or VRAM: binary, so that a card sold with 24 has 24. */
export const memoryAmount = (bytes: number): Amount => amount(bytes, 1024, memoryUnits)

const spoken = ({ value, unit }: Amount): string => `${value} ${unit}`
export const formatBytes = (bytes: number): string => spoken(diskAmount(bytes))
export const formatMemory = (bytes: number): string => spoken(memoryAmount(bytes))

/** GiB or GB for a figure whose neighbour names the unit: "24.0", "1,000". */
export const gibibytes = (bytes: number): string => inGiant(bytes, 2 ** 30)
export const gigabytes = (bytes: number): string => inGiant(bytes, 1e9)

function inGiant(bytes: number, giant: number): string {
  const value = bytes / giant
  const digits = value >= 99.95 ? 0 : 1
  return decimals[digits].format(value)
}

export const formatCount = (count: number): string => plain.format(count)

/** "61 %": no decimals, for nobody acts on them. */
export const formatPercent = (percent: number): string => `${Math.round(percent)} %`

/** Time left as a clock: "4:12", "1:02:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** A short span as people say it: "3.8 s", "41 s", "6 min". */
export function formatSpan(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return seconds < 129_600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}

/** A short span as people say it: "36 ms", "3.8 s". */
export const formatMs = (ms: number): string => (ms < 995 ? `${Math.round(ms)} ms` : formatSpan(ms / 1000))

const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** "3 days ago", "yesterday". */
export function formatAgo(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000
  if (!Number.isFinite(seconds)) return unknownMoment
  if (Math.abs(seconds) < 1) return 'just now'
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return ago.format(Math.trunc(seconds / size), unit)
}

/** What stands in place of a time that is none: Intl throws at one. */
const unknownMoment = 'at an unknown time'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
/** A moment as the API tells it, or in milliseconds since the epoch. */
type Moment = string | number

function formatBy(format: Intl.DateTimeFormat, time: Moment): string {
  const ms = typeof time === 'string' ? Date.parse(time) : time
  // Beyond these a Date holds nothing.
  return Math.abs(ms) <= 8.64e15 ? format.format(ms) : unknownMoment
}

/** "14:32", by the clock of the person. */
export const formatTime = (time: Moment): string => formatBy(clock, time)

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' })
/** "Sat" */
export const formatWeekday = (time: Moment): string => formatBy(weekday, time)
const timeOfWeekday = (time: Moment): string => `${formatWeekday(time)} ${formatTime(time)}`

const dayMs = 86_400_000
/** "14:32" of today, "Sat 14:32" of another day of the last week, "25 Nov" of the time before, "25 Nov 2025" of another year. */
export function formatRecent(time: Moment, now: number): string {
  const [moment, present] = [new Date(time), new Date(now)]
  if (moment.toDateString() === present.toDateString()) return formatTime(time)
  if (now - moment.getTime() < 7 * dayMs) return timeOfWeekday(time)
  return formatDayBefore(time, now)
}

/** "25 Nov", "25 Nov 2025" of another year. */
export const formatDayBefore = (time: Moment, now: number): string =>
  new Date(time).getFullYear() === new Date(now).getFullYear() ? formatDay(time) : formatDate(time)

/** A time to come: "18:00" of today, "Tue 08:00" of the next days, "25 Dec, 08:00". */
export function formatUntil(time: Moment, now: number): string {
  const moment = new Date(time)
  if (moment.toDateString() === new Date(now).toDateString()) return formatTime(time)
  return moment.getTime() - now < 6 * dayMs ? timeOfWeekday(time) : formatHour(time)
}

const clockOfSeconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
/** "14:32:08" */
export const formatSecond = (time: Moment): string => formatBy(clockOfSeconds, time)

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
/** "25 Nov" */
export const formatDay = (time: Moment): string => formatBy(day, time)

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
/** "25 Nov 2026" */
export const formatDate = (time: Moment): string => formatBy(date, time)

const hour = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
/** "25 Nov, 14:00". */
export const formatHour = (time: Moment): string => formatBy(hour, time)

const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
/** "25 Nov 2026, 14:32:08" */
export const formatMoment = (time: Moment): string => formatBy(whole, time)

/** "3 days ago". The clocks of server and browser may differ: what has happened is never to come. */
export const formatPast = (time: string, now: number): string => formatAgo(time, Math.max(now, Date.parse(time)))

/** With a capital letter, to begin a sentence with. */
export const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** A version of Ollama as people know it: one that was built without a version calls itself 0.0.0. */
export const formatVersion = (version: string): string => (/^0\.0\.0\b/.test(version) ? 'development build' : version)

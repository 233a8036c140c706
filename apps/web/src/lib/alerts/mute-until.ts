const hourMs = 3_600_000
/** As the API has it. */
export const longestMuteMs = 30 * 86_400_000
/** When people are back at work. */
const morning = 8

export const inAnHour = (now: number): number => now + hourMs

/** Tomorrow morning, by the clock of the person. */
export function tomorrow(now: number): number {
  const day = new Date(now)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning).getTime()
}

/** A moment as a field of date and time has it, by the clock of the person: "2026-12-01T08:00". */
export function momentField(moment: number): string {
  const local = new Date(moment)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}`
}

/** What was chosen in such a field, or why it cannot be. */
export function chosenUntil(
  field: string,
  now: number,
): { readonly until: number } | { readonly until: null; readonly problem: string } {
  const until = new Date(field).getTime()
  if (Number.isNaN(until)) return { until: null, problem: 'Choose a day and a time.' }
  if (until <= now) return { until: null, problem: 'Choose a time to come.' }
  return until > now + longestMuteMs ? { until: null, problem: 'At most 30 days ahead.' } : { until }
}

/** `keep`: as it is now, for a key that is changed. */
export type ExpiryChoice = 'keep' | 'never' | '30d' | '90d' | '1y' | 'date'

export interface Expiry {
  readonly choice: ExpiryChoice
  /** Of the choice `date`: as a date field has it, "2027-11-25"; empty until one is chosen. */
  readonly date: string
}

export const expiryWords: readonly (readonly [Exclude<ExpiryChoice, 'keep'>, string])[] = [
  ['never', 'Never'],
  ['30d', '30 days'],
  ['90d', '90 days'],
  ['1y', '1 year'],
  ['date', 'A date'],
]

const days = { '30d': 30, '90d': 90, '1y': 365 } as const
const dayMs = 86_400_000

/**
 * When a key expires, as the API is told it: null for never, undefined for no change, and `invalid` where the date is
 * missing or over. A date means the end of that day, by the clock of the person.
 */
export function expiresAt({ choice, date }: Expiry, now: number): string | null | undefined | 'invalid' {
  if (choice === 'keep') return undefined
  if (choice === 'never') return null
  if (choice !== 'date') return new Date(now + days[choice] * dayMs).toISOString()
  const end = new Date(`${date}T23:59:59`)
  return end.getTime() > now ? end.toISOString() : 'invalid'
}

/** The day of that moment as a date field has it. */
export function dateField(moment: number): string {
  const day = new Date(moment)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

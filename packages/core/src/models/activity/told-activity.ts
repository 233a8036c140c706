import type { TheirReplies } from './replies-elsewhere.ts'

/** What a replica tells the others of one model. */
export interface ToldActivity extends TheirReplies {
  readonly instance: string
  /** Equal for all names of one model. */
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly usedAt: number | null
  readonly contextUsed: number | null
}

export const activityChannel = 'models.activity'

/** Null for what is none: another version may tell it in another form. */
export function readToldActivity(message: unknown): ToldActivity | null {
  const { instance, id, model, requests, tokensPerSecond, usedAt, contextUsed } = message as Partial<
    Record<keyof ToldActivity, unknown>
  >
  const isNamed = [instance, id, model].every((one) => typeof one === 'string')
  const isCounted = typeof requests === 'number'
  const isMeasured = [tokensPerSecond, usedAt, contextUsed].every((one) => one === null || typeof one === 'number')
  // Each member was looked at.
  return isNamed && isCounted && isMeasured ? (message as ToldActivity) : null
}

import type { BucketStatus } from '@ollama-dashboard/contracts'
import { formatSpan } from '../../lib/format.ts'

export const bucketWords: Readonly<Record<BucketStatus['bucket'], string>> = {
  model_operations: 'Model operations',
  interactive_operations: 'Model operations',
  model_pull: 'Pulls',
  interactive_pull: 'Pulls',
  background_updates: 'Background updates',
}

/** "5 per minute", "2 per 5 min". */
export function rateWords({ capacity, refill_per_second }: BucketStatus): string {
  const seconds = capacity / refill_per_second
  const isMinute = Math.abs(seconds - 60) < 0.5
  return `${capacity} per ${isMinute ? 'minute' : formatSpan(seconds)}`
}

import { test } from '@playwright/test'

/** Reports what was measured. `pnpm bench --pages` holds the median of all rounds to `atMost`. */
export function record(name: string, value: number, atMost: number, unit: 'ms' | 'score' = 'ms'): void {
  test.info().annotations.push({ type: 'figure', description: JSON.stringify({ name, value, atMost, unit }) })
}

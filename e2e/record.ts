import { test } from '@playwright/test'

/** Reports what was measured. `pnpm bench --pages` holds the median of all rounds to `atMostMs`. */
export function record(name: string, ms: number, atMostMs: number): void {
  test.info().annotations.push({ type: 'figure', description: JSON.stringify({ name, ms, atMostMs }) })
}

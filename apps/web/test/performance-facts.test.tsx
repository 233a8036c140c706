import type { ModelPerformance } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PerformanceFacts } from '../src/parts/performance-facts.tsx'

const performance: ModelPerformance = {
  model: 'a:1b',
  requests: 12,
  errors: 0,
  tokens_per_second: { p50: 40, p95: 52 },
  time_to_first_token_ms: { p50: 200, p95: 410 },
  load_seconds: { p50: null },
  last_used_at: null,
  last_used_by: null,
  history: [],
}

test('what 95 of 100 requests stay below has the name that it has everywhere, and says what it is', async () => {
  await render(<PerformanceFacts performance={performance} />)
  await expect
    .element(page.getByText('p95', { exact: true }))
    .toHaveAttribute('title', '95 % of requests are below this')
})

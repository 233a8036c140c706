import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { BelowAlerts } from '../src/features/overview/alerts/below-alerts.tsx'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { firingQuery } from '../src/lib/queries/firing.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'
import { alertOf } from './show-alerts.tsx'
import { showWith } from './show-with.tsx'

afterEach(() => vi.restoreAllMocks())

const rest = page.getByText('All systems operational')

/** While the answer is on its way. */
async function showAwaiting() {
  vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise(() => {}))
  const client = createQueryClient()
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  await showWith(
    client,
    <BelowAlerts>
      <p>All systems operational</p>
    </BelowAlerts>,
  )
  await expect.element(rest).not.toBeVisible()
  return (firing: number) =>
    client.setQueryData(firingQuery.queryKey, {
      alerts: Array.from({ length: firing }, (_, index) => alertOf(`alert-${index}`)),
      counts: { total: firing, firing, by_severity: { info: 0, warning: firing, critical: 0 } },
      next: null,
    })
}

test('what stands below the alerts shows once it is known that nothing fires', async () => {
  const answer = await showAwaiting()
  answer(0)
  await expect.element(rest).toBeVisible()
})

test('what stands below the alerts shows with them, and is not pushed down', async () => {
  const answer = await showAwaiting()
  answer(1)
  await expect.element(rest).toBeVisible()
  await expect.element(page.getByRole('region', { name: 'Alerts' })).toBeVisible()
})

import { expect, test } from '../journey.ts'

/** Resolves when the host has been told of so many times. Runs in the page. */
function heardOf(times: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const events = new EventSource('/api/events?stats=true')
  let heard = 0
  events.addEventListener('stats', () => {
    heard += 1
    if (heard < times) return
    events.close()
    resolve()
  })
  return promise
}

test('the host is told every second to who looks at it, and is not asked for besides', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search))
  await page.goto('/')
  await expect.poll(() => asked.some((path) => path.startsWith('/api/events?stats=true'))).toBe(true)
  const polls = () => asked.filter((path) => path === '/api/system/stats').length
  // The samples themselves have come once the page stops asking for them.
  await expect
    .poll(
      async () => {
        const before = polls()
        await page.evaluate(heardOf, 5)
        return polls() - before
      },
      { intervals: [0] },
    )
    .toBe(0)
  await expect(page.getByText(/^Updated just now$/)).toBeVisible()
  await page.goto('/monitor')
  await expect(page.getByText(/updated [0-3] s ago/)).toBeVisible()
})

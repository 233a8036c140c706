import { expect } from '../journey.ts'
import { test } from '../slow-computer.ts'

test('on a slow computer the frame shows within a second, the first time as well', async ({ page, slowDown }) => {
  await slowDown(4)
  await page.goto('/')
  await expect(page.getByText('Warm').first()).toBeVisible()
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  test.info().annotations.push({ type: 'first contentful paint', description: `${paint} ms` })
  expect(paint).toBeLessThan(1000)
})

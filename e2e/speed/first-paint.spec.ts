import { expect } from '../journey.ts'
import { record } from '../record.ts'
import { test } from '../slow-computer.ts'

test('on a slow computer the frame shows soon, the first time as well', async ({ page, slowDown }) => {
  await slowDown(4)
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  record('first paint of Overview on a slow computer', paint ?? Number.NaN, 1000)
})

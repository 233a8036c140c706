import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'

const plot = (page: Page, title: string) => page.getByRole('slider', { name: `${title}: moment` })

/** Seconds of what the address asks for. */
const windowOf = (page: Page): number => {
  const { searchParams } = new URL(page.url())
  const [from, to] = ['from', 'to'].map((name) => Date.parse(searchParams.get(name) ?? ''))
  return ((to ?? Number.NaN) - (from ?? Number.NaN)) / 1000
}

/** With the button down, from one share of the width to another. */
async function drag(page: Page, title: string, from: number, to: number): Promise<void> {
  const box = await plot(page, title).boundingBox()
  if (!box) throw new Error(`${title} is not on the page`)
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * from, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y)
  await page.mouse.move(box.x + box.width * to, y)
  await page.mouse.up()
}

test('dragging over a chart zooms all of them; a reload keeps that, and going back leads out', async ({ page }) => {
  await page.goto('/monitor')
  await expect(plot(page, 'Load, %')).toBeVisible()
  await drag(page, 'Load, %', 0.5, 0.9)
  await expect(page).toHaveURL(/from=.*to=/)
  // 40 % of 15 minutes.
  expect(windowOf(page)).toBeGreaterThan(340)
  expect(windowOf(page)).toBeLessThan(380)
  // Before the dashboard was there.
  await expect(page.getByText('Nothing was measured in this period').first()).toBeVisible()
  const span = () => plot(page, 'Memory, %').evaluate((one) => Number(one.ariaValueMax) - Number(one.ariaValueMin))
  await expect.poll(span).toBeLessThan(382)
  await drag(page, 'Memory, %', 0.75, 0.25)
  await expect.poll(() => windowOf(page)).toBeLessThan(200)
  const twice = page.url()
  await page.reload()
  await expect(plot(page, 'Load, %')).toBeVisible()
  expect(page.url()).toBe(twice)
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect.poll(() => windowOf(page)).toBeGreaterThan(340)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/from=/)
  await expect(page.getByRole('button', { name: '15 m' })).toHaveAttribute('aria-pressed', 'true')
})

test('a chart is read, zoomed and left by keyboard alone', async ({ page }) => {
  await page.goto('/monitor?range=1h')
  const load = plot(page, 'Load, %')
  await load.focus()
  await page.keyboard.press('End')
  await expect(load).toHaveAttribute('aria-valuetext', /^\d\d:\d\d: .*CPU \d+ %/)
  await page.keyboard.press('+')
  await expect(page).toHaveURL(/from=/)
  expect(windowOf(page)).toBe(1800)
  await expect(load).toBeFocused()
  await page.keyboard.press('-')
  await expect.poll(() => windowOf(page)).toBe(3600)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/from=/)
})

test('who gets the address of a window sees it, and a way out', async ({ page }) => {
  const [from, to] = [-7200, -3600].map((seconds) => new Date(Date.now() + seconds * 1000).toISOString())
  await page.goto(`/monitor?from=${from}&to=${to}`)
  await expect(plot(page, 'Load, %')).toBeVisible()
  await expect(page.getByRole('button', { name: '15 m' })).toHaveAttribute('aria-pressed', 'false')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: '24 h' })).toHaveAttribute('aria-pressed', 'true')
})

test('a period is given by its ends', async ({ page }) => {
  await page.goto('/monitor')
  await page.getByRole('button', { name: 'Period' }).click()
  const dialog = page.getByRole('dialog', { name: 'Show a period' })
  await dialog.getByLabel('From').fill('2026-01-02T10:00')
  await dialog.getByLabel('To').fill('2026-01-02T09:00')
  await expect(dialog.getByText('The start must be before the end.')).toBeVisible()
  await dialog.getByLabel('To').fill('2026-01-02T12:00')
  await dialog.getByRole('button', { name: 'Show' }).click()
  await expect.poll(() => windowOf(page)).toBe(7200)
})

test('events in charts are switched off, and stay off', async ({ page }) => {
  await page.goto('/monitor')
  const button = page.getByRole('button', { name: 'Events' })
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  await button.click()
  await expect(page.getByRole('region', { name: 'Events' })).toHaveCount(0)
  await page.reload()
  await expect(button).toHaveAttribute('aria-pressed', 'false')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('a finger drags to zoom, and scrolls all the same', async ({ page }) => {
    await page.goto('/monitor')
    await expect(plot(page, 'Load, %')).toBeVisible()
    const box = await plot(page, 'Load, %').boundingBox()
    const touch = await page.context().newCDPSession(page)
    const at = (share: number, dy = 0) => ({
      touchPoints: [{ x: (box?.x ?? 0) + (box?.width ?? 0) * share, y: (box?.y ?? 0) + 60 + dy }],
    })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(0.5) })
    for (const share of [0.55, 0.6, 0.7, 0.8])
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(share) })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await expect(page).toHaveURL(/from=/)
    await expect(page.getByRole('button', { name: 'Back', exact: true })).toBeVisible()
    expect(await sideways(page)).toBe(0)
    const zoomed = page.url()
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(0.5) })
    for (const dy of [-10, -30, -50])
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(0.5, dy) })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    expect(page.url()).toBe(zoomed)
  })
})

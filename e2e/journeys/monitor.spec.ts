import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { goByKeys } from '../pages/keys.ts'

test.use({ simulation: { scenario: 'home', speed: 20, tokensPerSecond: 50 } })

const chat = async (page: Page, model: string, times: number) => {
  for (let time = 0; time < times; time += 1)
    await page.request.post('/api/chat', { data: { model, prompt: 'Write 20 words', stream: false } })
}

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })

test('how the host fares and how fast its models are, by keyboard, as curves, as tables and as files', async ({
  page,
}) => {
  await chat(page, 'llama3.2:3b', 2)
  await chat(page, 'qwen3:14b', 1)
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 'n')
  await expect(page.getByRole('heading', { name: 'Monitor' })).toBeVisible()
  await expect(panel(page, 'Load, %').locator('canvas')).toBeVisible()
  await expect(panel(page, 'Load, %').getByRole('list')).toHaveText(/GPU latest \d+ %\s*CPU latest \d+ %/)
  const heat = panel(page, 'Power, W, and temperature, °C')
  await expect(heat.locator('canvas')).toBeVisible()
  await expect(heat.getByRole('list')).toHaveText(/Power latest \d+ W\s*Temperature latest \d+ °C/)
  await expect(panel(page, 'Memory, %').getByRole('list')).toHaveText(/RAM latest \d+ %/)
  await expect(panel(page, 'Disk, %').getByRole('list')).toHaveText(/Disk latest \d+ %/)
  await expect(panel(page, 'Requests').getByRole('list')).toHaveText(/Requests total \d/)

  const rows = panel(page, 'Model performance').getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(1)).toContainText('llama3.2:3b')
  await expect(rows.nth(1).getByRole('cell').first()).toHaveText('2')

  await page.getByRole('group', { name: 'Range' }).getByRole('button', { name: '24 h' }).press('Enter')
  await expect(page).toHaveURL(/range=24h/)
  await page.getByRole('button', { name: 'As table' }).press('Enter')
  await expect(page).toHaveURL(/table=true/)
  await expect(panel(page, 'Load, %').getByRole('columnheader')).toHaveText([
    'Time',
    'GPU, min to max',
    'CPU, min to max',
  ])
  await page.reload()
  await expect(panel(page, 'Tokens/s, and first token, ms').getByRole('row').nth(1)).toContainText(/\d+\.\d/)
  await expect(page.locator('canvas')).toHaveCount(0)

  await page.getByRole('button', { name: 'CSV' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Model performance' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('models-24h.csv')
  const [head, first] = (await readFile(await file.path(), 'utf8')).split('\r\n')
  expect(head).toMatch(/^model,requests,errors,tokens_per_second_p50/)
  expect(first).toMatch(/^llama3\.2:3b,2,0,\d/)

  await rows.nth(1).getByRole('link').click()
  await expect(page).toHaveURL(/\/models\?.*tab=performance/)
  await expect(page.getByRole('complementary', { name: 'Details of llama3.2:3b' })).toContainText('Of 2 requests')
})

test('the crosshair goes through every chart at once, and tells what was there', async ({ page }) => {
  await chat(page, 'llama3.2:3b', 1)
  await page.goto('/monitor')
  const canvas = panel(page, 'Load, %').locator('canvas')
  await expect(canvas).toBeVisible()
  // A card that is told of only now adds a curve, for which its chart is drawn anew, without the crosshair.
  await expect(panel(page, 'Load, %').getByRole('list')).toContainText('GPU')
  // The right end of the curves: the newest sample is there.
  const box = await canvas.boundingBox()
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 26, (box?.y ?? 0) + 60)
  const time = /\d\d:\d\d:\d\d/
  await expect(panel(page, 'Load, %')).toContainText(time)
  await expect(panel(page, 'Memory, %')).toContainText(time)
  // The left end: nothing was measured then, and nothing is told.
  await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 60)
  await expect(panel(page, 'Load, %').getByRole('list')).toHaveText(/^GPU —\s*CPU —$/)
})

test('a server that nobody has asked anything says so', async ({ page }) => {
  await page.goto('/monitor')
  await expect(page.getByText('No requests in the last 24 hours')).toBeVisible()
  await page.getByRole('link', { name: 'Open chat' }).click()
  await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('models are cards, and nothing scrolls sideways', async ({ page }) => {
    await chat(page, 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M', 1)
    await page.goto('/monitor')
    const speeds = panel(page, 'Model performance')
    await expect(speeds.getByRole('listitem')).toContainText(/Requests1.*Tokens\/s\d/)
    await expect(speeds.getByRole('table')).toBeHidden()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    )
  })
})

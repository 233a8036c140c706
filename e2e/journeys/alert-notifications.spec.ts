import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'

interface Told {
  readonly title: string
  readonly body: string
  readonly tag: string
}

type Pretence = typeof globalThis & {
  told: (Told & { onclick: (() => void) | null })[]
  setOutOfSight: (isHidden: boolean) => void
}

/** Headless browsers show no notifications, and all their tabs are in sight. */
async function pretend(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const world = globalThis as Pretence
    world.told = []
    class Shown {
      static readonly permission = 'granted'
      static readonly requestPermission = async () => 'granted'
      onclick: (() => void) | null = null
      readonly title: string
      readonly body: string
      readonly tag: string
      constructor(title: string, { body = '', tag = '' }: NotificationOptions = {}) {
        this.title = title
        this.body = body
        this.tag = tag
        world.told.push(this)
      }
      close() {}
    }
    Object.assign(globalThis, { Notification: Shown })
    let isHidden = false
    Object.defineProperty(document, 'hidden', { get: () => isHidden })
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') })
    world.setOutOfSight = (hidden) => {
      isHidden = hidden
      document.dispatchEvent(new Event('visibilitychange'))
    }
  })
}

const putOutOfSight = (page: Page, isHidden: boolean) =>
  page.evaluate((hidden) => (globalThis as Pretence).setOutOfSight(hidden), isHidden)
const told = (page: Page) =>
  page.evaluate(() => (globalThis as Pretence).told.map(({ title, body, tag }) => ({ title, body, tag })))

/** Makes a rule that fires within seconds, whatever the machine does. */
async function alarm(page: Page, title: string): Promise<void> {
  const data = { title, metric: 'memory_percent', comparison: 'above', threshold: 0, for_seconds: 0 }
  expect((await page.request.post('/api/observability/rules', { data })).ok()).toBe(true)
}

test('the browser tells of an alert once, by one tab, while none is in sight, and leads to it', async ({
  page,
  context,
}) => {
  const { rules } = await (await page.request.get('/api/observability/rules')).json()
  for (const { id } of rules) await page.request.patch(`/api/observability/rules/${id}`, { data: { enabled: false } })
  const other = await context.newPage()
  for (const one of [page, other]) {
    await pretend(one)
    await one.goto('/alerts')
  }
  const box = page.getByRole('checkbox', { name: 'Show notifications' })
  await box.click()
  await expect(box).toBeChecked()
  await expect(other.getByRole('checkbox', { name: 'Show notifications' })).toBeChecked()

  // While a tab is in sight, its page is enough.
  await putOutOfSight(page, true)
  await alarm(page, 'First')
  await expect(other.getByRole('article', { name: /First/ })).toBeVisible()
  await putOutOfSight(other, true)
  await alarm(page, 'Second')
  const all = async () => [...(await told(page)), ...(await told(other))]
  await expect.poll(all).toHaveLength(1)
  expect(await all()).toMatchObject([{ title: /Second/ }])

  const teller = (await told(page)).length > 0 ? page : other
  await teller.evaluate(() => (globalThis as Pretence).told[0]?.onclick?.())
  await putOutOfSight(teller, false)
  await expect(teller.getByRole('article', { name: /Second/ })).toBeFocused()
})

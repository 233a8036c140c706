import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { chatList, field, log, readable } from '../pages/conversation.ts'
import { hold } from '../pages/hold.ts'

test.use({ simulation: readable })

const line = 'A line that is here for its height.\n\n'

async function save(page: Page, title: string, reply = line): Promise<string> {
  const messages = [
    { role: 'user', content: title },
    { role: 'assistant', content: reply },
  ]
  const saved = await page.request.post('/api/chat/history', { data: { title, model: 'llama3.2:3b', messages } })
  return (await saved.json()).id
}

const link = (page: Page, name: string): Locator => chatList(page).getByRole('link', { name })

const scrollY = (page: Page): Promise<number> => page.evaluate(() => Math.round(window.scrollY))

test('whoever comes back to a chat finds the place where they read', async ({ page }) => {
  await save(page, 'Short')
  await page.goto(`/chat/${await save(page, 'Long', line.repeat(120))}`)
  await expect.poll(() => scrollY(page)).toBeGreaterThan(1000)
  await page.mouse.move(900, 400)
  await page.mouse.wheel(0, -1500)
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible()
  const before = await scrollY(page)
  await link(page, 'Short').click()
  await expect(log(page).getByText('Short')).toBeVisible()
  await page.goBack()
  await expect.poll(async () => Math.abs((await scrollY(page)) - before)).toBeLessThan(3)
  await link(page, 'Short').click()
  await link(page, 'Long').click()
  await expect.poll(async () => Math.abs((await scrollY(page)) - before)).toBeLessThan(3)
  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await link(page, 'Short').click()
  await link(page, 'Long').click()
  await expect.poll(async () => (await scrollY(page)) - before).toBeGreaterThan(1000)
})

test('the chats are one stop of the Tab key, and whoever opens one can write at once', async ({ page }) => {
  for (const title of ['First', 'Second', 'Third']) await save(page, title)
  await page.goto('/chat')
  await expect(field(page)).toBeFocused()
  await expect(link(page, 'Third')).toBeVisible()
  await chatList(page).getByRole('link', { name: 'New chat' }).focus()
  await page.keyboard.press('Tab')
  await expect(link(page, 'Third')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(link(page, 'First')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(chatList(page).getByRole('button', { name: 'Actions for First' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(chatList(page).getByRole('button', { name: 'Delete all' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(log(page).getByText('First')).toBeVisible()
  await expect(field(page)).toBeFocused()
})

test('one key goes past the chats to the message', async ({ page }) => {
  await save(page, 'One')
  await page.goto('/chat')
  await expect(field(page)).toBeFocused()
  const skip = page.getByRole('button', { name: 'Skip to message' })
  await skip.focus()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeFocused()
})

test('search and New chat stay while the list is scrolled', async ({ page }) => {
  for (let index = 0; index < 24; index += 1) await save(page, `Chat ${index}`)
  await page.goto('/chat')
  await link(page, 'Chat 0').scrollIntoViewIfNeeded()
  await expect(chatList(page).getByRole('textbox', { name: 'Search chats' })).toBeInViewport()
  await expect(chatList(page).getByRole('link', { name: 'New chat' })).toBeInViewport()
})

test('nothing can be written to a chat that is not there', async ({ page }) => {
  await page.goto('/chat/nothing')
  await expect(page.getByRole('heading', { name: 'Chat not found' })).toBeVisible()
  await expect(field(page)).toBeHidden()
})

test('what is chosen and what is asked is marked in the colours of the person', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ forcedColors: 'active', ...(baseURL && { baseURL }) })
  const page = await context.newPage()
  await page.goto(`/chat/${await save(page, 'Mine')}`)
  const current = link(page, 'Mine')
  await expect(current).toHaveCSS('outline-style', 'solid')
  await expect(page.getByRole('link', { name: 'Chat', exact: true }).first()).toHaveCSS('outline-style', 'solid')
  await expect(page.getByRole('button', { name: 'Send' })).toHaveCSS('border-top-style', 'solid')
  await expect(chatList(page).getByRole('link', { name: 'New chat' })).toHaveCSS('outline-style', 'none')
  await context.close()
})

test('a chat is shown when its replies can be drawn, and never as their source', async ({ page }) => {
  const letDraw = await hold(page, '**/assets/markdown-*.js')
  await page.goto(`/chat/${await save(page, 'Loud', 'A **bold** word.')}`)
  await expect(page.getByRole('main').getByRole('status', { name: 'Loading' })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('**')
  letDraw()
  await expect(log(page).getByText('Loud')).toBeVisible()
  await expect(log(page).getByText('bold', { exact: true })).toBeVisible()
})

test('the list of models marks who replies at present', async ({ page }) => {
  await page.goto('/chat?model=qwen3:14b')
  await page.getByRole('button', { name: /^Model: qwen3:14b/ }).click()
  const chosen = page.getByRole('option').filter({ has: page.getByRole('img', { name: 'Selected' }) })
  await expect(chosen).toContainText(['qwen3:14b'])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true })

  test('the sheet of chats calls no keyboard, and can be closed', async ({ page }) => {
    await save(page, 'One')
    await page.goto('/chat')
    await page.getByRole('button', { name: 'Chats' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Chats' })
    await expect(sheet).toBeVisible()
    await expect(sheet).toBeFocused()
    await sheet.getByRole('button', { name: 'Close' }).tap()
    await expect(sheet).toBeHidden()
  })

  test('the menu of a chat is over the sheet that it is in', async ({ page }) => {
    await save(page, 'One')
    await page.goto('/chat')
    await page.getByRole('button', { name: 'Chats' }).tap()
    await page.getByRole('dialog', { name: 'Chats' }).getByRole('button', { name: 'Actions for One' }).tap()
    await page.getByRole('menuitem', { name: 'Rename' }).tap()
    await expect(page.getByRole('textbox', { name: 'New title of One' })).toBeFocused()
  })

  test('a notice lies above the field that one writes in', async ({ page }) => {
    await page.goto(`/chat/${await save(page, 'One')}`)
    await page.getByRole('button', { name: 'Message actions' }).first().tap()
    await page.getByRole('menuitem', { name: 'Copy' }).tap()
    const notice = page
      .getByRole('region', { name: 'Notifications' })
      .getByText(/^Message/)
      .first()
    await expect(notice).toBeVisible()
    const end = (await notice.boundingBox())?.y ?? Number.NaN
    expect(end).toBeLessThan((await page.getByRole('form', { name: 'Message' }).boundingBox())?.y ?? 0)
  })
})

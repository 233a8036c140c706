import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, chatList, field, log, readable, replies } from '../pages/conversation.ts'
import { goByKeys } from '../pages/keys.ts'

test.use({ simulation: readable })

const isAtEnd = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY < 2)

/** Moves up a little in the frame in which much text came, as happens on a busy computer. */
const moveUpAsTextComes = (page: Page): Promise<void> =>
  log(page).evaluate(
    (element: HTMLElement) =>
      new Promise((done) => {
        const seen = new ResizeObserver(() => {
          // Its first call is for what is there, before the text.
          if (element.style.paddingBottom === '') {
            element.style.paddingBottom = '100px'
            return
          }
          seen.disconnect()
          dispatchEvent(new WheelEvent('wheel', { deltaY: -40 }))
          scrollBy({ top: -40, behavior: 'instant' })
          done()
        })
        seen.observe(element)
      }),
  )

test('everything goes by keyboard alone', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('chat with llama3.2')
  await expect(page.getByRole('option').first()).toContainText('Chat with')
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('One line')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('and 14 words')
  await expect(field(page)).toHaveValue('One line\nand 14 words')
  await page.keyboard.press('Enter')
  await expect(replies(page)).toContainText('14 out')
  await expect(field(page)).toBeFocused()

  // Backwards from the field: the reply's buttons, then the question's.
  await page.keyboard.press('Shift+Tab')
  await expect(replies(page).getByRole('button', { name: 'Message actions' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Regenerate' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(field(page)).toBeFocused()
  await expect(replies(page)).toContainText('14 out')

  const question = page.getByRole('button', { name: 'Message actions' }).first()
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Shift+Tab')
  await expect(question).toBeFocused()
  await page.keyboard.press('Enter')
  // Before it has the focus a menu does not hear keys.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=menu]') != null)).toBe(true)
  await page.keyboard.press('Home')
  await expect(page.getByRole('menuitem', { name: 'Copy' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Edit and resend' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toBeFocused()

  await page.keyboard.press('/')
  await expect(page.getByRole('textbox', { name: 'Search chats' })).toBeFocused()
  await page.keyboard.press('Escape')
  await goByKeys(page, 'm')
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
  await goByKeys(page, 'c')
  await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
})

test('the end stays in sight while a reply comes, unless one reads further up', async ({ page }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, `Write 900 words. ${'A line that is here for its height.\n'.repeat(12)}`)
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeGreaterThan(80)
  await expect.poll(() => isAtEnd(page)).toBe(true)
  const latest = page.getByRole('button', { name: 'Jump to latest' })
  await expect(latest).toBeHidden()
  await page.mouse.move(900, 400)
  // However little: one who is drawn back at each word never gets away.
  await page.mouse.wheel(0, -40)
  await expect(latest).toBeVisible()
  await latest.click()
  await moveUpAsTextComes(page)
  await expect(latest).toBeVisible()
  await page.mouse.wheel(0, -2000)
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
  await expect(replies(page)).toContainText(/first token/)
  expect(await page.evaluate(() => scrollY)).toBe(0)
  await latest.click()
  await expect.poll(() => isAtEnd(page)).toBe(true)
  await expect(latest).toBeHidden()
})

test('who does not see the page is told when a reply begins and ends, and not each word', async ({ page }) => {
  await page.goto('/chat?model=llama3.2:3b')
  const told = page.getByRole('main').getByRole('status').first()
  await expect(log(page)).toBeHidden()
  await ask(page, 'Write 600 words')
  await expect(log(page)).toHaveAttribute('aria-live', 'off')
  await expect(told).toHaveText('llama3.2:3b is responding.')
  await expect(log(page)).toHaveAttribute('aria-busy', 'true')
  await expect(told).toHaveText('Response complete.')
  await expect(log(page)).toHaveAttribute('aria-busy', 'false')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('chats are in a sheet, and the field is in sight above the bar', async ({ page }) => {
    await page.goto('/chat?model=llama3.2:3b')
    await expect(chatList(page)).toBeHidden()
    await field(page).fill('Write 15 words')
    // There Enter breaks the line, for a finger has no Shift.
    await field(page).press('Enter')
    await expect(field(page)).toHaveValue('Write 15 words\n')
    await page.getByRole('button', { name: 'Send' }).tap()
    await expect(replies(page)).toContainText('15 out')
    await expect(page.getByRole('form', { name: 'Message' })).toBeInViewport({ ratio: 1 })

    await page.getByRole('link', { name: 'New chat' }).tap()
    await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
    await page.getByRole('button', { name: 'Chats' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Chats' })
    await sheet.getByRole('link', { name: /Write 15 words/ }).tap()
    await expect(sheet).toBeHidden()
    await expect(replies(page)).toContainText('15 out')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    )
  })
})

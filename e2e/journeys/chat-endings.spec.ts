import { ask, log, readable, replies } from '../conversation.ts'
import { expect, test } from '../journey.ts'

test.use({ simulation: readable })

test('a reply that stopped at the length limit says so, still after a reload, and can be asked for without one', async ({
  page,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await page.getByRole('button', { name: 'Parameters' }).click()
  await page.getByRole('textbox', { name: 'Max tokens (num_predict)' }).fill('5')
  await page.keyboard.press('Escape')
  await ask(page, 'Write 20 words')
  const notice = log(page).getByText('Max tokens reached (5 tokens).')
  await expect(notice).toBeVisible()
  await page.reload()
  await expect(notice).toBeVisible()
  await page.getByRole('button', { name: 'Regenerate without limit' }).click()
  await expect(replies(page)).toContainText('20 out')
  await expect(notice).toBeHidden()
})

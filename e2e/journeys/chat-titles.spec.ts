import { expect, test } from '../journey.ts'
import { chatList, readable } from '../pages/conversation.ts'

test.use({ simulation: readable })

test('the model of a chat suggests a title, which is saved by whoever asked for it', async ({ page, simulator }) => {
  const messages = [
    { role: 'user', content: 'About llamas' },
    { role: 'assistant', content: 'They hum.' },
  ]
  await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
  await page.goto('/chat')
  await chatList(page).getByRole('button', { name: 'Actions for About llamas' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: 'New title of About llamas' })
  await expect(field).toBeFocused()

  simulator.setSpeed(0)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Stop suggesting/ })).toBeFocused()
  const asked = () => simulator.requests.findLast(({ path }) => path === '/api/chat')
  await expect.poll(asked).toBeDefined()
  await page.keyboard.press('Escape')
  await expect.poll(() => asked()?.aborted).toBe(true)
  await expect(field).toHaveValue('About llamas')

  simulator.setSpeed(200)
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  const suggest = page.getByRole('button', { name: 'Suggest a title' })
  await suggest.click()
  await expect(chatList(page).getByRole('alert')).toContainText('The request queue of Ollama is full.')
  await suggest.click()
  await expect(field).not.toHaveValue('About llamas')
  await expect(field).toBeFocused()
  const title = await field.inputValue()
  await page.keyboard.press('Escape')
  await expect(chatList(page).getByRole('link', { name: /About llamas/ })).toBeVisible()

  await chatList(page).getByRole('button', { name: 'Actions for About llamas' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await suggest.click()
  await expect(field).toHaveValue(title)
  await field.press('Enter')
  await expect(chatList(page).getByRole('link', { name: title })).toBeVisible()
})

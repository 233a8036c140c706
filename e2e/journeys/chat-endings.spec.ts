import { expect, test } from '../journey.ts'
import { ask, conversationId, log, readable, replies } from '../pages/conversation.ts'

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

test('a reply that was stopped goes on where it stopped, over a reload, a stop in another window and a failure', async ({
  page,
  context,
  simulator,
}) => {
  const reply = replies(page)
  const textOf = async () => (await reply.locator('p').first().textContent())?.trim() ?? ''
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 300 words')
  await expect(reply).toContainText('tokens/s')
  simulator.setSpeed(0)
  await page.keyboard.press('Escape')
  await expect(log(page).getByText('Response stopped.')).toBeVisible()
  const first = await textOf()

  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
  // A page that is reloaded before it has asked the server leaves nothing to go on.
  await expect.poll(() => simulator.requests.filter(({ path }) => path === '/api/chat').length).toBe(2)
  // What was there stays in sight until more comes.
  expect(await textOf()).toBe(first)
  await page.reload()
  await expect(reply).toContainText(first)
  simulator.setSpeed(20)
  await expect.poll(async () => (await textOf()).length).toBeGreaterThan(first.length)
  simulator.setSpeed(0)
  const other = await context.newPage()
  await other.goto(`/chat/${await conversationId(page)}`)
  await expect(replies(other)).toContainText(first)
  await other.getByRole('button', { name: 'Stop' }).click()
  await expect(log(page).getByText('Response stopped.')).toBeVisible()
  const second = await textOf()
  expect(second.startsWith(first)).toBe(true)

  simulator.setSpeed(200)
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(reply.getByText('The request queue of Ollama is full.')).toBeVisible()
  expect(await textOf()).toBe(second)
  await reply.getByRole('button', { name: 'Continue' }).click()
  await expect(reply).toContainText(/\d out/)
  await expect(log(page).getByText('Response stopped.')).toBeHidden()
  const whole = await textOf()
  expect(whole.startsWith(second)).toBe(true)
  expect(whole.match(/[A-Za-z]+|[^A-Za-z\s]/g)).toHaveLength(300)
  await expect(reply).toHaveCount(1)
})

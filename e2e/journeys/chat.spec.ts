import { expect, test } from '../journey.ts'
import { ask, chatList, conversationId, field, log, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

test('a conversation: asked, stopped, edited, asked again, and there after a reload', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await expect(field(page)).toBeFocused()
  await ask(page, 'Write 30000 words')
  await expect(log(page).getByText('Write 30000 words')).toBeVisible()
  await expect(replies(page)).toContainText(/tokens\/s.*first token/)
  await expect(chatList(page).getByRole('link', { name: /Write 30000 words/ })).toBeVisible()
  await expect(chatList(page)).toContainText('replying')

  await page.keyboard.press('Escape')
  await expect(replies(page)).toContainText('Response stopped.')
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
  const partly = (await replies(page).textContent())?.split('Response stopped')[0] ?? ''
  expect(partly.length).toBeGreaterThan(20)

  await log(page).getByText('Write 30000 words').hover()
  await page.getByRole('button', { name: 'Message actions' }).first().click()
  await page.getByRole('menuitem', { name: 'Edit and resend' }).click()
  const editor = page.getByRole('textbox', { name: 'Question' })
  await expect(editor).toBeFocused()
  await editor.fill('Write 12 words')
  await editor.press('Enter')
  await expect(log(page).getByText('Write 30000 words')).toBeHidden()
  await expect(replies(page)).toContainText('12 out')
  await expect(replies(page)).not.toContainText('Response stopped')

  // The simulated model goes by the first number of the conversation.
  await ask(page, 'And once more')
  await expect(replies(page).nth(1)).toContainText('12 out')
  const asked = () => simulator.requests.filter(({ path }) => path === '/api/chat').length
  const before = asked()
  await replies(page).nth(1).getByRole('button', { name: 'Regenerate' }).click()
  await expect.poll(asked).toBe(before + 1)
  await expect(replies(page).nth(1)).toContainText('12 out')
  await expect(replies(page)).toHaveCount(2)

  const said = await log(page).textContent()
  await page.reload()
  await expect(replies(page)).toHaveCount(2)
  await expect.poll(() => log(page).textContent()).toBe(said)
})

test('a page that is reloaded in the middle goes on with the reply, and loses no draft', async ({
  page,
  simulator,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 40000 words')
  // What stands below its words, as the time of the first token, is not of them.
  const words = replies(page).locator('p').first()
  await expect(words).toContainText(/^(\w+ ){4}/)
  const begun = (await words.textContent())?.trim() ?? ''
  await field(page).fill('What I was about to ask')
  const id = await conversationId(page)
  await page.reload()
  await expect(page).toHaveURL(new RegExp(id))
  await expect(log(page).getByText('Write 40000 words')).toBeVisible()
  await expect(replies(page)).toContainText(begun)
  const length = async () => (await replies(page).textContent())?.length ?? 0
  const before = await length()
  await expect.poll(length).toBeGreaterThan(before)
  await expect(field(page)).toHaveValue('What I was about to ask')
  const chats = simulator.requests.filter(({ path }) => path === '/api/chat')
  expect(chats.map(({ aborted }) => aborted)).not.toContain(true)
  expect(chats).toHaveLength(1)

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(replies(page)).toContainText('Response stopped.')
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
})

test('a reply goes on while one looks at other pages and other chats', async ({ page }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 40000 words')
  await expect(replies(page)).toContainText(/first token/)
  await page.getByRole('navigation').getByRole('link', { name: 'Models' }).first().click()
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
  await page.getByRole('navigation').getByRole('link', { name: 'Chat' }).first().click()
  await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
  await chatList(page)
    .getByRole('link', { name: /Write 40000 words/ })
    .click()
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await expect(stop).toBeVisible()
  const length = async () => (await replies(page).textContent())?.length ?? 0
  const before = await length()
  await expect.poll(length).toBeGreaterThan(before)
  await stop.click()
  await expect(replies(page)).toContainText('Response stopped.')
})

test('a reply is there when its tab is opened again', async ({ context, simulator }) => {
  const tab = await context.newPage()
  await tab.goto('/chat?model=llama3.2:3b')
  await ask(tab, 'Write 300 words')
  await expect(replies(tab)).toContainText(/first token/)
  const id = await conversationId(tab)
  await tab.close()
  simulator.setSpeed(1000)
  const later = await context.newPage()
  await later.goto(`/chat/${id}`)
  await expect(replies(later)).toContainText('300 out')
  await later.close()
})

import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, chatList, conversationId, field, log, readable, replies } from '../pages/conversation.ts'
import { hold } from '../pages/hold.ts'

test.use({ simulation: readable })

interface Said {
  readonly role: string
  readonly content: string
}

const said = async (page: Page, id: string): Promise<readonly Said[]> =>
  (await (await page.request.get(`/api/chat/history/${id}`)).json()).messages

const save = async (page: Page, messages: readonly Said[]): Promise<string> =>
  (await (await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })).json()).id

const earlier = [
  { role: 'user', content: 'About goats' },
  { role: 'assistant', content: 'They climb trees.' },
]

test('Enter before the page knows who is to reply is not lost', async ({ page }) => {
  const letModelsCome = await hold(page, '**/api/models/available*')
  await page.goto('/chat')
  await ask(page, 'Write 10 words')
  await expect(page.getByText('Sending…')).toBeVisible()
  letModelsCome()
  await expect(replies(page)).toContainText(/\d+ out/)

  const letConversationCome = await hold(page, '**/api/chat/history/*')
  await page.reload()
  await ask(page, 'Once more')
  await expect(page.getByText('Sending…')).toBeVisible()
  await field(page).fill('Not yet')
  await expect(page.getByText('Sending…')).toBeHidden()
  await ask(page, 'Once more')
  letConversationCome()
  await expect(replies(page).nth(1)).toContainText(/\d+ out/)
  await expect(field(page)).toHaveValue('')
})

test('what one goes on to write while a chat begins is there when it has begun', async ({ page }) => {
  const letBegin = await hold(page, '**/api/chat/history')
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 10 words')
  await field(page).press('End')
  await field(page).pressSequentially(' And then?')
  letBegin()
  await expect(replies(page)).toContainText('10 out')
  await expect(field(page)).toHaveValue('And then?')
  await expect(field(page)).toBeFocused()
})

test('a chat that begins while one goes to another does not take its draft', async ({ page }) => {
  const id = await save(page, earlier)
  await page.goto('/chat?model=llama3.2:3b')
  const letBegin = await hold(page, '**/api/chat/history')
  await ask(page, 'Write 10 words')
  await chatList(page)
    .getByRole('link', { name: /About goats/ })
    .click()
  await expect(log(page)).toContainText('They climb trees.')
  await field(page).fill('And sheep?')
  letBegin()
  await chatList(page)
    .getByRole('link', { name: /Write 10 words/ })
    .click()
  await expect(replies(page)).toContainText('10 out')
  await expect(field(page)).toHaveValue('')
  await page.getByRole('link', { name: 'New chat' }).click()
  await expect(field(page)).toHaveValue('')
  await page.goto(`/chat/${id}`)
  await expect(field(page)).toHaveValue('And sheep?')
})

test('a question that waits in one tab is not taken for lost in another', async ({ page, context }) => {
  const id = await save(page, earlier)
  await page.goto(`/chat/${id}`)
  await expect(replies(page)).toHaveCount(1)
  const letAsk = await hold(page, '**/api/chat')
  await ask(page, 'From the first tab, 10 words')
  await expect(replies(page)).toHaveCount(2)

  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await ask(other, 'From the second tab, 12 words')
  await expect(replies(other).nth(1)).toContainText(/\d+ out/)
  await expect(log(other)).not.toContainText('From the first tab')
  letAsk()
  await expect
    .poll(async () => (await said(page, id)).map(({ role }) => role))
    .toEqual(['user', 'assistant', 'user', 'assistant', 'user', 'assistant'])
  const questions = (await said(page, id)).filter(({ role }) => role === 'user').map(({ content }) => content)
  expect(questions.slice(1)).toEqual(['From the second tab, 12 words', 'From the first tab, 10 words'])
  await other.close()
})

test('a question that is stopped before its reply takes away nothing that came from another tab', async ({
  page,
  context,
}) => {
  const id = await save(page, earlier)
  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await expect(replies(other)).toHaveCount(1)
  await page.goto(`/chat/${id}`)
  await ask(page, 'Meanwhile, 10 words')
  await expect(replies(page).nth(1)).toContainText(/\d+ out/)

  await hold(other, '**/api/chat')
  // A question that has not left comes back into the field.
  const asked = other.waitForRequest('**/api/chat')
  await ask(other, 'Too late')
  await asked
  await other.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(other.getByText('No response.')).toBeVisible()
  await expect.poll(async () => (await said(page, id)).at(-1)?.content).toBe('Too late')
  expect((await said(page, id)).map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user'])
  await expect(log(other)).toContainText('Meanwhile, 10 words')
  await other.close()
})

test('a search leaves the open chat open, and Escape in it lets the reply go on', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 40000 words')
  await expect(replies(page)).toContainText(/first token/)
  const id = await conversationId(page)
  const search = chatList(page).getByRole('textbox', { name: 'Search chats' })
  await search.pressSequentially('words')
  await expect(search).toHaveValue('words')
  await expect(page).toHaveURL(new RegExp(`/chat/${id}\\?q=words`))
  await search.press('Escape')
  await expect(search).toHaveValue('')
  await expect(page).toHaveURL(new RegExp(`/chat/${id}$`))
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  expect(simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).not.toBe(true)

  // And what deletes every chat ends it.
  await chatList(page).getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all chats' }).click()
  await expect(chatList(page)).toContainText('No chats yet')
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
})

test('a chat that could not be read is read again when asked to', async ({ page }) => {
  const id = await save(page, earlier)
  const problem = { error: { code: 'storage_unavailable', message: 'The storage does not answer.' } }
  await page.route(`**/api/chat/history/${id}`, (route) => route.fulfill({ status: 503, json: problem }))
  await page.goto(`/chat/${id}`)
  const again = page.getByRole('main').getByRole('button', { name: 'Try again' })
  await expect(again).toBeVisible()
  await page.unroute(`**/api/chat/history/${id}`)
  await again.click()
  await expect(log(page)).toContainText('They climb trees.')
})

test('what one unfolds at the end stays in sight', async ({ page }) => {
  const long = Array.from({ length: 80 }, (_, index) => `Line ${index}`).join('\n')
  await page.goto(
    `/chat/${await save(page, [...earlier, { role: 'user', content: long }, { role: 'assistant', content: 'Read.' }])}`,
  )
  const all = page.getByRole('button', { name: 'Show all' })
  await expect(all).toBeInViewport()
  await all.click()
  await expect(page.getByRole('button', { name: 'Jump to latest' })).toBeVisible()
  await expect(log(page).getByText('Line 0')).toBeInViewport()
})

test('a question that is being edited stays while another one is asked', async ({ page }) => {
  await page.goto(`/chat/${await save(page, earlier)}`)
  await log(page).getByText('About goats').hover()
  await page.getByRole('button', { name: 'Message actions' }).first().click()
  await page.getByRole('menuitem', { name: 'Edit and resend' }).click()
  const editor = page.getByRole('textbox', { name: 'Question' })
  await editor.fill('About sheep, 11 words')
  await ask(page, 'Write 120 words')
  await expect(page.getByRole('button', { name: 'Resend' })).toBeDisabled()
  await expect(editor).toHaveValue('About sheep, 11 words')
  await expect(replies(page).nth(1)).toContainText('120 out')
  await page.getByRole('button', { name: 'Resend' }).click()
  await expect(replies(page)).toHaveCount(1)
  await expect(replies(page)).toContainText('11 out')
})

import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, conversationId, log, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

/** More than comes while a slow machine opens another window: it is ended by hand. */
const longReply = 'Write 30000 words'

async function beginReply(page: Page): Promise<string> {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, longReply)
  await expect(replies(page)).toContainText(/first token/)
  return conversationId(page)
}

const length = async (page: Page) => (await replies(page).textContent())?.length ?? 0

/** What comes in one window comes in the other too, and is stopped in both. */
async function isFollowed(other: Page, page: Page): Promise<void> {
  await expect(log(other).getByText(longReply)).toBeVisible()
  const before = await length(page)
  await expect.poll(() => length(other)).toBeGreaterThan(before)
  await other.getByRole('button', { name: 'Stop', exact: true }).click()
  for (const window of [page, other]) await expect(replies(window)).toContainText('Response stopped.')
}

test('a reply is followed and stopped in another window, and on another machine', async ({
  page,
  context,
  browser,
  dashboard,
}) => {
  const id = await beginReply(page)
  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await isFollowed(other, page)
  await other.close()

  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(replies(page)).toContainText(/first token/)
  // Nothing is shared with it but the server.
  const elsewhere = await browser.newPage({ baseURL: dashboard.url })
  await elsewhere.goto(`/chat/${id}`)
  await isFollowed(elsewhere, page)
  await elsewhere.close()
})

test('a question that is asked while the chat is open in another window is shown there, before its first word', async ({
  page,
  context,
  simulator,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 10 words')
  await expect(replies(page)).toContainText('10 out')
  const other = await context.newPage()
  await other.goto(`/chat/${await conversationId(page)}`)
  await expect(replies(other)).toHaveCount(1)
  simulator.setSpeed(0)
  await ask(page, 'And 12 words')
  await expect(log(other).getByText('And 12 words')).toBeVisible()
  await expect(replies(other).nth(1)).toContainText(/Processing prompt… \d+ s/)
  simulator.setSpeed(1000)
  for (const window of [page, other]) await expect(replies(window).nth(1)).toContainText('10 out')
  await other.close()
})

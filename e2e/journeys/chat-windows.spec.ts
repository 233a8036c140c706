import type { Page } from '@playwright/test'
import { ask, conversationId, log, readable, replies } from '../conversation.ts'
import { hold } from '../hold.ts'
import { expect, test } from '../journey.ts'

test.use({ simulation: readable })

/** More than comes while a slow machine opens another window: it is ended by hand. */
const longReply = 'Write 30000 words'

const coming = (page: Page) => page.getByText('Responding in another window')

async function beginReply(page: Page): Promise<string> {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, longReply)
  await expect(replies(page)).toContainText(/first token/)
  return conversationId(page)
}

/** What the other window shows until the reply is ended in its own, and then. */
async function seesItEnd(other: Page, page: Page): Promise<void> {
  await expect(coming(other)).toBeVisible()
  await expect(other.getByRole('button', { name: 'Retry' })).toBeHidden()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  for (const window of [page, other]) await expect(replies(window)).toContainText('Response stopped.')
  await expect(coming(other)).toBeHidden()
}

test('a window that is opened while a reply comes elsewhere says so, and shows the reply when it is there', async ({
  page,
  context,
}) => {
  const id = await beginReply(page)
  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await expect(coming(other)).toBeVisible()
  await expect(log(other).getByText(longReply)).toBeVisible()
  await expect(other.getByText('No response.')).toBeHidden()
  await seesItEnd(other, page)
  await other.close()
})

test('somebody on another machine is told that a reply comes, and sees it when it is there', async ({
  page,
  browser,
  dashboard,
}) => {
  const id = await beginReply(page)
  // Nothing is shared with it but the server.
  const other = await browser.newPage({ baseURL: dashboard.url })
  await other.goto(`/chat/${id}`)
  await seesItEnd(other, page)
  await other.close()
})

test('a reply that waits for its first word is told of in another window too, until its own is closed', async ({
  page,
  context,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 10 words')
  await expect(replies(page)).toContainText('10 out')
  const other = await context.newPage()
  await other.goto(`/chat/${await conversationId(page)}`)
  await expect(replies(other)).toHaveCount(1)
  await hold(page, '**/api/chat')
  await ask(page, 'And 12 words')
  await expect(coming(other)).toBeVisible()
  await page.close()
  await expect(coming(other)).toBeHidden()
  await other.close()
})

import type { Page } from '@playwright/test'
import { ask, log, readable, replies, sessionId } from '../conversation.ts'
import { hold } from '../hold.ts'
import { expect, test } from '../journey.ts'

test.use({ simulation: readable })

/** More than comes while a slow machine opens another window: it is ended by hand. */
const longReply = 'Write 3000 words'

async function endReply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(replies(page)).toContainText('Stopped before it was complete.')
}

test('a window that is opened while a reply comes elsewhere says so, and shows the reply when it is there', async ({
  page,
  context,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, longReply)
  await expect(replies(page)).toContainText(/first token/)
  const other = await context.newPage()
  await other.goto(`/chat/${await sessionId(page)}`)
  const coming = other.getByText('A reply is coming in another window')
  await expect(coming).toBeVisible()
  await expect(log(other).getByText(longReply)).toBeVisible()
  await expect(other.getByText('It has no reply.')).toBeHidden()
  await expect(other.getByRole('button', { name: 'Retry' })).toBeHidden()
  await endReply(page)
  await expect(replies(other)).toContainText('Stopped before it was complete.')
  await expect(coming).toBeHidden()
  await other.close()
})

test('somebody on another machine is told that a reply comes, and sees it when it is there', async ({
  page,
  browser,
  dashboard,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, longReply)
  await expect(replies(page)).toContainText(/first token/)
  // Nothing is shared with it but the server.
  const other = await browser.newPage({ baseURL: dashboard.url })
  await other.goto(`/chat/${await sessionId(page)}`)
  const coming = other.getByText('A reply is coming in another window')
  await expect(coming).toBeVisible()
  await expect(other.getByRole('button', { name: 'Retry' })).toBeHidden()
  await endReply(page)
  await expect(replies(other)).toContainText('Stopped before it was complete.')
  await expect(coming).toBeHidden()
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
  await other.goto(`/chat/${await sessionId(page)}`)
  await expect(replies(other)).toHaveCount(1)
  await hold(page, '**/api/chat')
  await ask(page, 'And 12 words')
  const coming = other.getByText('A reply is coming in another window')
  await expect(coming).toBeVisible()
  await page.close()
  await expect(coming).toBeHidden()
  await other.close()
})

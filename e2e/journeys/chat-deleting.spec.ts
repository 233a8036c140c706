import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, chatList, conversationId, log } from '../pages/conversation.ts'

const model = 'gemma3:12b'

async function chooseDelete(page: Page, title: string): Promise<void> {
  await chatList(page)
    .getByRole('button', { name: `Actions for ${title}` })
    .click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
}

/** What the browser keeps of chats beside the server: the keys of images and of text. */
async function keptOf(page: Page, id: string): Promise<readonly string[]> {
  const keys = await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result)
        request.onerror = () => failed(request.error)
      })
    const kept = await settled(indexedDB.open('ollama-dashboard'))
    const keys = await settled(kept.transaction('draft-images').objectStore('draft-images').getAllKeys())
    kept.close()
    return [...keys.map(String), ...Object.keys(localStorage)]
  })
  return keys.filter((key) => key.includes(id))
}

test('a chat whose letters weigh more than can be saved at once is deleted only when that is agreed to', async ({
  page,
}) => {
  const post = async (data: object) =>
    (await page.request.post('/api/chat/history', { data: { model, ...data } })).json()
  // 600,000 letters, of three bytes each.
  const half = { role: 'user', content: '山'.repeat(300_000) }
  const { id } = await post({ title: 'Mountains', messages: [half] })
  expect(await post({ id, from: { id, messages: 1 }, messages: [half] })).toMatchObject({ success: true })

  await page.goto('/chat')
  await chooseDelete(page, 'Mountains')
  const dialog = page.getByRole('dialog', { name: 'Delete “Mountains”?' })
  await expect(dialog).toContainText('too large to restore')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(chatList(page)).toContainText('Mountains')
  await chooseDelete(page, 'Mountains')
  await dialog.getByRole('button', { name: 'Delete permanently' }).click()
  await expect(chatList(page)).toContainText('No chats yet')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden()
})

test('with a chat go the images that the browser kept for it, until it is brought back', async ({
  page,
  simulator,
}) => {
  await page.goto(`/chat?model=${model}`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add files' }).click()
  await (await chooser).setFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgo=', 'base64') },
  ])
  const strip = page.getByRole('list', { name: 'Images to send' })
  await expect(strip.getByRole('listitem')).toHaveCount(1)
  // A question that the server never heard of.
  await page.route('**/api/chat', (route) => route.abort())
  await page.route('**/api/chat/history', (route) =>
    route.request().postDataJSON()?.from === undefined ? route.continue() : route.abort(),
  )
  const refused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/chat/history'))
  await ask(page, 'What is it?')
  await refused
  await expect(strip).toBeHidden()
  const id = await conversationId(page)
  await expect.poll(() => keptOf(page, id)).toContain(`chat-draft::${id} unsent`)
  expect(simulator.requests.filter(({ path }) => path === '/api/chat')).toEqual([])

  await page.unroute('**/api/chat/history')
  await chooseDelete(page, 'New chat')
  const back = page.getByRole('button', { name: 'Undo' })
  await expect(back).toBeVisible()
  await expect.poll(() => keptOf(page, id)).toEqual([])

  // Where the server cannot take it yet, it is not lost.
  await page.route('**/api/chat/history', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await back.click()
  await expect(page.getByText('“New chat” could not be restored').first()).toBeVisible()
  await page.unroute('**/api/chat/history')
  await expect(back).toBeHidden()
  // What is said at once is not read a second time, until it has the focus.
  await page.getByRole('button', { name: 'Undo', includeHidden: true }).click()
  await chatList(page)
    .getByRole('link', { name: /^New chat gemma3/ })
    .click()
  await expect(log(page)).toContainText('What is it?')
  await expect(log(page).getByRole('img', { name: /^Attachment \d/ })).toBeVisible()

  await chatList(page).getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all chats' }).click()
  await expect(chatList(page)).toContainText('No chats yet')
  await expect.poll(() => keptOf(page, id)).toEqual([])
})

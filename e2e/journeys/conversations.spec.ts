import { readFile } from 'node:fs/promises'
import { expect, test } from '../journey.ts'
import { ask, chatList, conversationId, field, log, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

test('chats are found, renamed, deleted and brought back', async ({ page }) => {
  for (const [question, answer] of [
    ['About llamas', 'They hum.'],
    ['About goats', 'They climb trees.'],
  ] as const) {
    const messages = [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ]
    await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
  }
  await page.goto('/chat')
  await expect(chatList(page).getByRole('listitem')).toHaveCount(2)
  await chatList(page).getByRole('textbox', { name: 'Search chats' }).fill('CLIMB')
  await expect(chatList(page).getByRole('listitem')).toHaveCount(1)
  await expect(page).toHaveURL(/q=CLIMB/)
  await chatList(page)
    .getByRole('link', { name: /About goats/ })
    .click()
  await expect(log(page)).toContainText('They climb trees.')

  await chatList(page).getByRole('button', { name: 'Actions for About goats' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const title = page.getByRole('textbox', { name: 'New title of About goats' })
  await expect(title).toBeFocused()
  // Letter by letter, as a person does: what is selected at first is replaced by all of them.
  await title.pressSequentially('Climbers')
  await title.press('Enter')
  await expect(chatList(page).getByRole('link', { name: /Climbers/ })).toBeVisible()

  await chatList(page).getByRole('button', { name: 'Actions for Climbers' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/chat\?/)
  await expect(chatList(page)).toContainText('No matching chats')
  await page.getByRole('button', { name: 'Undo' }).click()
  await chatList(page)
    .getByRole('link', { name: /Climbers/ })
    .click()
  await expect(log(page)).toContainText('They climb trees.')

  await chatList(page).getByRole('textbox', { name: 'Search chats' }).fill('')
  await chatList(page).getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all chats' }).click()
  await expect(chatList(page)).toContainText('No chats yet')
  await expect(page).toHaveURL(/\/chat$/)
})

test('a chat is pinned, its passage is shown and it is exported', async ({ page }) => {
  const save = (title: string, answer: string) =>
    page.request.post('/api/chat/history', {
      data: {
        model: 'llama3.2:3b',
        title,
        messages: [
          { role: 'user', content: `Tell me: ${title}` },
          { role: 'assistant', content: answer, thinking: 'Animals.' },
        ],
      },
    })
  await save('Llamas?', 'They hum, and in the Andes\nthey carry loads up to the CAFÉ.')
  await save('Goats', 'They climb trees.')
  await page.goto('/chat')
  const choose = async (title: string, action: string) => {
    await chatList(page)
      .getByRole('button', { name: `Actions for ${title}` })
      .click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  await choose('Llamas?', 'Pin')
  const pinned = chatList(page).getByRole('region', { name: 'Pinned' })
  await expect(pinned.getByRole('listitem')).toHaveCount(1)
  await expect(pinned.getByRole('button', { name: 'Actions for Llamas?' })).toBeFocused()
  await page.reload()
  await expect(chatList(page).getByRole('listitem').first()).toContainText('Llamas?')

  await chatList(page).getByRole('textbox', { name: 'Search chats' }).fill('cafe')
  await expect(chatList(page).locator('mark')).toHaveText('CAFÉ')
  await expect(pinned).toContainText('…carry loads up to the CAFÉ.')
  await chatList(page).getByRole('textbox', { name: 'Search chats' }).fill('')

  const download = page.waitForEvent('download')
  await choose('Llamas?', 'Export as Markdown')
  const file = await download
  expect(file.suggestedFilename()).toBe('Llamas.md')
  const text = await readFile(await file.path(), 'utf8')
  expect(text).toContain('# Llamas?')
  expect(text).toContain('<summary>Thoughts</summary>\n\nAnimals.')

  await choose('Llamas?', 'Unpin')
  await expect(pinned).toBeHidden()
  await expect(chatList(page).getByRole('listitem').first()).toContainText('Goats')
})

test('a chat is forked from a reply, and from a question that is put anew', async ({ page }) => {
  const messages = [
    { role: 'user', content: 'First' },
    { role: 'assistant', content: 'One.' },
    { role: 'user', content: 'Second' },
    { role: 'assistant', content: 'Two.' },
  ]
  const { id } = await (
    await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
  ).json()
  await page.goto(`/chat/${id}`)
  await replies(page).first().getByRole('button', { name: 'Message actions' }).click()
  await page.getByRole('menuitem', { name: 'Fork from here' }).click()
  await expect(chatList(page).getByRole('link', { name: /First, fork/ })).toHaveAttribute('aria-current', 'page')
  await expect(replies(page)).toHaveCount(1)

  await page.goBack()
  await expect(replies(page)).toHaveCount(2)
  await log(page).getByText('Second').hover()
  await page.getByRole('button', { name: 'Message actions' }).nth(2).click()
  await page.getByRole('menuitem', { name: 'Fork from here' }).click()
  await expect(replies(page)).toHaveCount(1)
  await expect(field(page)).toHaveValue('Second')
})

test('what another tab has added stays, and forty chats come page by page', async ({ page, context }) => {
  for (let index = 0; index < 40; index += 1)
    await page.request.post('/api/chat/history', {
      data: { model: 'llama3.2:3b', title: `Chat ${index}`, messages: [] },
    })
  await page.goto('/chat?model=llama3.2:3b')
  await expect(chatList(page).getByRole('listitem')).toHaveCount(30)
  await chatList(page)
    .getByRole('link', { name: /Chat 10/ })
    .scrollIntoViewIfNeeded()
  await expect(chatList(page).getByRole('listitem')).toHaveCount(40)

  await ask(page, 'Write 10 words')
  await expect(replies(page)).toContainText('10 out')
  const id = await conversationId(page)
  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await ask(other, 'From the other tab')
  await expect(replies(other).nth(1)).toContainText('10 out')
  await ask(page, 'From this tab')
  await expect(replies(page).nth(2)).toContainText('10 out')
  await expect(log(page)).toContainText('From the other tab')
  await other.close()
})

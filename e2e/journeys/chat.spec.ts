import { quickest } from '../../packages/dev/quickest.ts'
import { ask, field, log, readable, replies, sessionId, sessions } from '../conversation.ts'
import { expect, test } from '../journey.ts'

test.use({ simulation: readable })

test('a conversation: asked, stopped, edited, asked again, and there after a reload', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await expect(field(page)).toBeFocused()
  await ask(page, 'Write 3000 words')
  await expect(log(page).getByText('Write 3000 words')).toBeVisible()
  await expect(replies(page)).toContainText(/tokens\/s.*first token/)
  await expect(sessions(page).getByRole('link', { name: /Write 3000 words/ })).toBeVisible()
  await expect(sessions(page)).toContainText('replying')

  await page.keyboard.press('Escape')
  await expect(replies(page)).toContainText('Stopped before it was complete.')
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
  const partly = (await replies(page).textContent())?.split('Stopped')[0] ?? ''
  expect(partly.length).toBeGreaterThan(20)

  await log(page).getByText('Write 3000 words').hover()
  await page.getByRole('button', { name: 'What to do with this question' }).click()
  await page.getByRole('menuitem', { name: 'Edit and ask again' }).click()
  const editor = page.getByRole('textbox', { name: 'Question' })
  await expect(editor).toBeFocused()
  await editor.fill('Write 12 words')
  await editor.press('Enter')
  await expect(log(page).getByText('Write 3000 words')).toBeHidden()
  await expect(replies(page)).toContainText('12 out')
  await expect(replies(page)).not.toContainText('Stopped')

  // The simulated model goes by the first number of the conversation.
  await ask(page, 'And once more')
  await expect(replies(page).nth(1)).toContainText('12 out')
  const asked = () => simulator.requests.filter(({ path }) => path === '/api/chat').length
  const before = asked()
  await replies(page).nth(1).getByRole('button', { name: 'Ask again' }).click()
  await expect.poll(asked).toBe(before + 1)
  await expect(replies(page).nth(1)).toContainText('12 out')
  await expect(replies(page)).toHaveCount(2)

  const said = await log(page).textContent()
  await page.reload()
  await expect(replies(page)).toHaveCount(2)
  expect(await log(page).textContent()).toBe(said)
})

test('a page that is reloaded in the middle has what had come, and loses neither question nor draft', async ({
  page,
  simulator,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 4000 words')
  await expect(replies(page)).toContainText(/\w{3,} \w+ \w+ \w+ \w+/)
  await field(page).fill('What I was about to ask')
  const id = await sessionId(page)
  await page.reload()
  await expect(page).toHaveURL(new RegExp(id))
  await expect(log(page).getByText('Write 4000 words')).toBeVisible()
  await expect(replies(page)).toContainText('Stopped before it was complete.')
  await expect(field(page)).toHaveValue('What I was about to ask')
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)

  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(replies(page)).toContainText(/first token/)
  await expect(replies(page)).toHaveCount(1)
})

test('a reply goes on while one looks at other pages and other chats', async ({ page }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 4000 words')
  await expect(replies(page)).toContainText(/first token/)
  await page.getByRole('navigation').getByRole('link', { name: 'Models' }).first().click()
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
  await page.getByRole('navigation').getByRole('link', { name: 'Chat' }).first().click()
  await expect(page.getByRole('heading', { name: 'New chat' })).toBeVisible()
  await sessions(page)
    .getByRole('link', { name: /Write 4000 words/ })
    .click()
  const stop = page.getByRole('button', { name: 'Stop', exact: true })
  await expect(stop).toBeVisible()
  const length = async () => (await replies(page).textContent())?.length ?? 0
  const before = await length()
  await expect.poll(length).toBeGreaterThan(before)
  await stop.click()
  await expect(replies(page)).toContainText('Stopped before it was complete.')
})

test('a tab that is closed ends the reply in Ollama within a second', async ({ context, simulator }) => {
  const endedAfterMs = async () => {
    const tab = await context.newPage()
    await tab.goto('/chat?model=llama3.2:3b')
    await ask(tab, 'Write 900 words')
    await expect(replies(tab)).toContainText(/first token/)
    await tab.close()
    const closedAt = performance.now()
    await expect
      .poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted, { intervals: [20] })
      .toBe(true)
    return performance.now() - closedAt
  }
  expect(await quickest(1000, endedAfterMs)).toBeLessThan(1000)
})

test.describe('at the pace of a real server', () => {
  test.use({ simulation: { scenario: 'home', speed: 1, tokensPerSecond: 60 } })

  test('a cold model says that it is loaded, and for how long already', async ({ page, simulator }) => {
    await page.goto('/chat?model=gpt-oss:20b')
    await expect(page.getByRole('button', { name: 'Model: gpt-oss:20b, Cold' })).toBeVisible()
    await ask(page, 'Write 200 words')
    await expect(replies(page)).toContainText(/Loading gpt-oss:20b, \d+ s/)
    await expect(replies(page).getByRole('button', { name: /^Thinking, \d+ s/ })).toBeVisible({ timeout: 20_000 })
    const thoughts = replies(page).getByRole('button', { name: /^Thought for/ })
    await expect(thoughts).toHaveAttribute('aria-expanded', 'false')
    await thoughts.click()
    await expect(thoughts).toHaveAttribute('aria-expanded', 'true')
    expect(simulator.loads.filter(({ model }) => model === 'gpt-oss:20b')).toHaveLength(1)
  })
})

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
  await expect(sessions(page).getByRole('listitem')).toHaveCount(2)
  await sessions(page).getByRole('textbox', { name: 'Search chats' }).fill('CLIMB')
  await expect(sessions(page).getByRole('listitem')).toHaveCount(1)
  await expect(page).toHaveURL(/q=CLIMB/)
  await sessions(page)
    .getByRole('link', { name: /About goats/ })
    .click()
  await expect(log(page)).toContainText('They climb trees.')

  await sessions(page).getByRole('button', { name: 'Actions for About goats' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const title = page.getByRole('textbox', { name: 'New title of About goats' })
  await expect(title).toBeFocused()
  // Letter by letter, as a person does: what is selected at first is replaced by all of them.
  await title.pressSequentially('Climbers')
  await title.press('Enter')
  await expect(sessions(page).getByRole('link', { name: /Climbers/ })).toBeVisible()

  await sessions(page).getByRole('button', { name: 'Actions for Climbers' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/chat\?/)
  await expect(sessions(page)).toContainText('No chat has that')
  await page.getByRole('button', { name: 'Bring back' }).click()
  await sessions(page)
    .getByRole('link', { name: /Climbers/ })
    .click()
  await expect(log(page)).toContainText('They climb trees.')

  await sessions(page).getByRole('textbox', { name: 'Search chats' }).fill('')
  await sessions(page).getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete all chats' }).click()
  await expect(sessions(page)).toContainText('No chats yet')
  await expect(page).toHaveURL(/\/chat$/)
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
  await replies(page).first().getByRole('button', { name: 'What to do with this reply' }).click()
  await page.getByRole('menuitem', { name: 'Fork from here' }).click()
  await expect(sessions(page).getByRole('link', { name: /First, fork/ })).toHaveAttribute('aria-current', 'page')
  await expect(replies(page)).toHaveCount(1)

  await page.goBack()
  await expect(replies(page)).toHaveCount(2)
  await log(page).getByText('Second').hover()
  await page.getByRole('button', { name: 'What to do with this question' }).nth(1).click()
  await page.getByRole('menuitem', { name: 'Fork from here' }).click()
  await expect(replies(page)).toHaveCount(1)
  await expect(field(page)).toHaveValue('Second')
})

/** How many images the browser keeps for each draft. */
async function keptImages(): Promise<number[]> {
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((done, failed) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })
  const kept = await settled(indexedDB.open('ollama-dashboard'))
  const images = await settled(kept.transaction('draft-images').objectStore('draft-images').getAll())
  kept.close()
  return images.map((one) => one.length)
}

test('images go to a model that sees, and to no other', async ({ page, dashboard }) => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  await page.goto('/chat?model=gemma3:12b')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add images' }).click()
  const file = { mimeType: 'image/png', buffer: png }
  await (await chooser).setFiles([
    { name: 'a.png', ...file },
    { name: 'b.png', ...file },
  ])
  const strip = page.getByRole('list', { name: 'Images to send' })
  await expect(strip.getByRole('listitem')).toHaveCount(2)
  await strip.getByRole('button', { name: 'Remove image 2' }).click()
  await expect.poll(() => page.evaluate(keptImages)).toEqual([1])
  await page.reload()
  await expect(strip.getByRole('listitem')).toHaveCount(1)
  await ask(page, 'What is it? Answer in 9 words')
  await expect(replies(page)).toContainText('9 out')
  await expect(strip).toBeHidden()
  await expect(log(page).getByRole('img', { name: /^Sent with the question/ })).toBeVisible()
  const kept = await (await page.request.get(`${dashboard.url}/api/chat/history/${await sessionId(page)}`)).json()
  expect(kept.messages[0]?.images).toEqual([png.toString('base64')])

  await page.goto('/chat?model=llama3.2:3b')
  await expect(page.getByRole('button', { name: 'Add images: llama3.2:3b does not see images.' })).toBeDisabled()
  await field(page).evaluate((element) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(9)], 'a.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await expect(page.getByText('llama3.2:3b does not see images. Choose a model that does.')).toBeVisible()
})

test('parameters hold for their chat alone, and the model can be changed in it', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await page.getByRole('button', { name: 'Parameters' }).click()
  const panel = page.getByRole('dialog', { name: 'Parameters of this chat' })
  await panel.getByRole('textbox', { name: 'Temperature' }).fill('9')
  await expect(panel).toContainText('A number from 0 to 2.')
  await panel.getByRole('textbox', { name: 'Temperature' }).fill('')
  await panel.getByRole('textbox', { name: 'Longest reply' }).fill('7')
  await panel.getByRole('textbox', { name: 'Context length' }).fill('2048')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: '2 parameters changed' })).toBeVisible()
  await ask(page, 'Write 50 words')
  await expect(replies(page)).toContainText('7 out')
  expect(simulator.loads.at(-1)).toMatchObject({ model: 'llama3.2:3b' })
  await page.reload()
  await expect(page.getByRole('button', { name: '2 parameters changed' })).toBeVisible()

  await page.getByRole('button', { name: /^Model: llama3.2:3b/ }).click()
  await page.getByPlaceholder('Choose a model').fill('qwen3')
  await page.keyboard.press('Enter')
  await ask(page, 'Write 40 words')
  await expect(replies(page).nth(1)).toContainText('7 out')
  await expect(replies(page).first()).toContainText('llama3.2:3b')

  await page.getByRole('link', { name: 'New chat' }).click()
  await expect(page.getByRole('button', { name: 'Parameters' })).toBeVisible()
})

test('how fast a model is, is measured and told', async ({ page }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await page.getByRole('button', { name: 'Speed' }).click()
  const panel = page.getByRole('dialog', { name: 'Speed of llama3.2:3b' })
  await expect(panel).toContainText('Nothing was measured yet.')
  await panel.getByRole('button', { name: 'Measure' }).click()
  await expect(panel).toContainText('Of 1 request', { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /[\d.]+ tokens\/s/ })).toBeVisible()
})

test('what another tab has added stays, and forty chats come page by page', async ({ page, context }) => {
  for (let index = 0; index < 40; index += 1)
    await page.request.post('/api/chat/history', {
      data: { model: 'llama3.2:3b', title: `Chat ${index}`, messages: [] },
    })
  await page.goto('/chat?model=llama3.2:3b')
  await expect(sessions(page).getByRole('listitem')).toHaveCount(30)
  await sessions(page)
    .getByRole('link', { name: /Chat 10/ })
    .scrollIntoViewIfNeeded()
  await expect(sessions(page).getByRole('listitem')).toHaveCount(40)

  await ask(page, 'Write 10 words')
  await expect(replies(page)).toContainText('10 out')
  const id = await sessionId(page)
  const other = await context.newPage()
  await other.goto(`/chat/${id}`)
  await ask(other, 'From the other tab')
  await expect(replies(other).nth(1)).toContainText('10 out')
  await ask(page, 'From this tab')
  await expect(replies(page).nth(2)).toContainText('10 out')
  await expect(log(page)).toContainText('From the other tab')
  await other.close()
})

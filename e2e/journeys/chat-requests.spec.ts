import { expect, test } from '../journey.ts'
import { ask, conversationId, field, log, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

test.describe('a reply that is seen at each of its stages', () => {
  test.use({ simulation: { scenario: 'home', speed: 0, tokensPerSecond: 0.002 } })

  test('a cold model says that it is loaded, and for how long already', async ({ page, simulator }) => {
    await page.goto('/chat?model=gpt-oss:20b')
    await expect(page.getByRole('button', { name: 'Model: gpt-oss:20b, Not loaded' })).toBeVisible()
    await ask(page, 'Write 200 words')
    await expect(replies(page)).toContainText(/Loading gpt-oss:20b… \d+ s/)
    // Loads at once, and thinks for as long as this test looks at it.
    simulator.setSpeed(1000)
    await expect(replies(page).getByRole('button', { name: /^Thinking… \d+ s/ })).toBeVisible()
    simulator.setSpeed(1_000_000)
    const thoughts = replies(page).getByRole('button', { name: /^Thought for/ })
    await expect(thoughts).toHaveAttribute('aria-expanded', 'false')
    await thoughts.click()
    await expect(thoughts).toHaveAttribute('aria-expanded', 'true')
    await page.reload()
    await expect(thoughts).toHaveAttribute('aria-expanded', 'false')
    expect(simulator.loads.filter(({ model }) => model === 'gpt-oss:20b')).toHaveLength(1)
  })
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
  await page.getByRole('button', { name: 'Add files' }).click()
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
  await expect(log(page).getByRole('img', { name: /^Attachment \d/ })).toBeVisible()
  const kept = await (await page.request.get(`${dashboard.url}/api/chat/history/${await conversationId(page)}`)).json()
  expect(kept.messages[0]?.images).toEqual([png.toString('base64')])

  await page.goto('/chat?model=llama3.2:3b')
  await field(page).evaluate((element) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(9)], 'a.png', { type: 'image/png' }))
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  // How to go on depends on whether the models were read before.
  await expect(page.getByText(/^llama3\.2:3b does not support images\. .*[Cc]hoose/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
})

test('text files go into the message, however they come, and what is no text is told', async ({ page, dashboard }) => {
  await page.goto('/chat?model=llama3.2:3b')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add files' }).click()
  const file = (name: string, text: string) => ({ name, mimeType: '', buffer: Buffer.from(text) })
  await (await chooser).setFiles([file('a.py', 'print(1)\n'), file('b.bin', 'a\0b')])
  const files = page.getByRole('list', { name: 'Files to send' })
  await expect(files.getByRole('listitem')).toHaveText(['a.py1 line'])
  await expect(page.getByText('b.bin was not added: only images and UTF-8 text files are supported.')).toBeVisible()
  await page.getByRole('main').evaluate((element) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['one,two'], 'c.csv', { type: 'text/csv' }))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect(files.getByRole('listitem')).toHaveText(['a.py1 line', 'c.csv1 line'])
  await files.getByRole('button', { name: 'c.csv' }).first().click()
  await expect(page.getByText('one,two')).toBeVisible()
  await expect(field(page)).toHaveValue('')
  await field(page).pressSequentially('Answer in 9 words')
  await page.reload()
  await expect(files.getByRole('listitem')).toHaveCount(2)
  await field(page).press('Enter')
  await expect(replies(page)).toContainText('9 out')
  await expect(files).toBeHidden()
  await expect(log(page).getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveText([
    'a.py1 line',
    'c.csv1 line',
  ])
  await expect(page.getByRole('heading', { name: 'Answer in 9 words' })).toBeVisible()
  const kept = await (await page.request.get(`${dashboard.url}/api/chat/history/${await conversationId(page)}`)).json()
  expect(kept.messages[0]?.content).toBe(
    'a.py:\n```py\nprint(1)\n```\n\nc.csv:\n```csv\none,two\n```\n\nAnswer in 9 words',
  )
})

test('parameters hold for their chat alone, and the model can be changed in it', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await page.getByRole('button', { name: 'Parameters' }).click()
  const panel = page.getByRole('dialog', { name: 'Parameters of this chat' })
  await panel.getByRole('textbox', { name: 'Temperature' }).fill('9')
  await expect(panel).toContainText('A number from 0 to 2.')
  await panel.getByRole('textbox', { name: 'Temperature' }).fill('')
  await panel.getByRole('textbox', { name: 'Max tokens (num_predict)' }).fill('7')
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
  await expect(panel).toContainText('No measurements yet.')
  await panel.getByRole('button', { name: 'Measure' }).click()
  await expect(panel).toContainText('Of 1 request')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /[\d.]+ tokens\/s/ })).toBeVisible()
})

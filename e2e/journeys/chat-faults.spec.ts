import { expect, test } from '../journey.ts'
import { ask, chatList, field, log, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

test('a failure before the first word is named beside the question, which can be sent again', async ({
  page,
  simulator,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await ask(page, 'Write 20 words')
  const note = log(page).getByRole('alert')
  await expect(note).toContainText(/request queue of Ollama is full/)
  await expect(note.getByRole('button', { name: 'Copy details' })).toBeVisible()
  await expect(log(page).getByText('Write 20 words')).toBeVisible()

  // Also by somebody who looks at the page anew.
  await page.reload()
  await expect(log(page).getByText('Write 20 words')).toBeVisible()
  await expect(replies(page)).toContainText('The request queue of Ollama was full.')
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(replies(page)).toContainText('20 out')
  await expect(log(page).getByText('Write 20 words')).toHaveCount(1)
})

for (const [kind, words, afterReload] of [
  ['truncate', /was interrupted/, 'The response was interrupted.'],
  ['error_line', /stopped unexpectedly/, 'The model runner crashed.'],
  ['reset_stream', /Ollama/, 'The connection to Ollama was lost.'],
] as const) {
  test(`a failure in the middle (${kind}) leaves what had come, says why, and can be tried again`, async ({
    page,
    simulator,
  }) => {
    await page.goto('/chat?model=llama3.2:3b')
    simulator.faults.add({ kind, path: '/api/chat', count: 1 })
    await ask(page, 'Write 20 words')
    await expect(log(page).getByRole('alert')).toContainText(words)
    await expect(replies(page)).toContainText(/^\w+ \w+/)
    await page.reload()
    await expect(replies(page)).toContainText(afterReload)
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(replies(page)).toContainText('20 out')
    await expect(replies(page)).not.toContainText(afterReload)
  })
}

test('whoever goes on after a failure keeps the question that failed', async ({ page, simulator }) => {
  await page.goto('/chat?model=llama3.2:3b')
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await ask(page, 'The first question')
  await expect(log(page).getByRole('alert')).toBeVisible()
  await ask(page, 'Write 8 words')
  await expect(replies(page).nth(1)).toContainText('8 out')
  await expect(log(page).getByText('The first question')).toBeVisible()
  await page.reload()
  await expect(log(page).getByText('The first question')).toBeVisible()
  await expect(replies(page)).toContainText([/The request queue of Ollama was full/, /8 out/])
})

test('whoever goes on while the question that failed is being kept finds it once', async ({ page }) => {
  const saved = await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages: [] } })
  const { promise: mayHear, resolve: letHear } = Promise.withResolvers<void>()
  await page.route('**/api/chat/history', async (route) => {
    const response = await route.fetch()
    await mayHear
    await route.fulfill({ response })
  })
  await page.goto(`/chat/${(await saved.json()).id}`)
  const full = {
    code: 'storage_unavailable',
    status: 503,
    detail: 'The disk is full.',
    trace_id: 't',
    title: '',
    type: '',
  }
  await page.route('**/api/chat', (route) => route.fulfill({ status: 503, json: full }), { times: 1 })
  const kept = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/history'))
  await ask(page, 'The first question')
  await expect(log(page).getByRole('alert')).toBeVisible()
  await kept
  await ask(page, 'Write 8 words')
  letHear()
  await expect(replies(page)).toContainText('8 out')
  await page.reload()
  await expect(replies(page)).toContainText('8 out')
  await expect(log(page).getByText('The first question')).toHaveCount(1)
})

test('a question asked anew that fails can be discarded, and what was there is there again', async ({
  page,
  simulator,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 10 words')
  await expect(replies(page)).toContainText('10 out')
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await replies(page).getByRole('button', { name: 'Regenerate' }).click()
  await expect(log(page).getByRole('alert')).toContainText('The request queue of Ollama is full')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(replies(page)).toContainText('10 out')
})

test('the dashboard goes away before a chat has begun: what was written stays in its field', async ({
  page,
  dashboard,
}) => {
  await page.goto('/chat?model=llama3.2:3b')
  await expect(page.getByRole('button', { name: 'Model: llama3.2:3b, Not loaded' })).toBeVisible()
  dashboard.process.kill('SIGKILL')
  await ask(page, 'Does anybody hear me?')
  await expect(page.getByRole('form', { name: 'Message' }).getByRole('alert')).toContainText('could not be reached')
  await expect(field(page)).toHaveValue('Does anybody hear me?')
})

const long = `Read this. ${'word '.repeat(700)}`

test('a prompt that was cut says so, and one click gives the model a context that holds it', async ({
  page,
  simulator,
}) => {
  await page.request.post('/api/models/settings/llama3.2:3b', { data: { num_ctx: 512 } })
  await page.goto('/chat?model=llama3.2:3b')
  await field(page).fill(long)
  await expect(page.getByText('About 880 tokens, context 512: the beginning will be truncated')).toBeVisible()
  await field(page).press('Enter')
  await expect(replies(page)).toContainText('Prompt truncated')
  await expect(replies(page)).toContainText('883 tokens, context 512; first 625 dropped.')
  await expect(replies(page)).toContainText(/[\d.]+ GiB, fits in memory/)
  await page.getByRole('button', { name: 'Raise context to 2,048 and resend' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('set to 2,048')
  await expect(replies(page)).toContainText('883 in')
  await expect(replies(page)).not.toContainText('Prompt truncated')
  const saved = await (await page.request.get('/api/models/settings/llama3.2:3b')).json()
  expect(saved.settings).toEqual({ num_ctx: 2048 })
  expect(simulator.loads.filter(({ model }) => model === 'llama3.2:3b')).toHaveLength(2)

  await page.goto('/')
  await expect(page.getByRole('region', { name: 'Recent activity' })).toContainText('prompt truncated')
})

test('whoever would rather be refused is, with the same way out', async ({ page }) => {
  await page.request.post('/api/models/settings/llama3.2:3b', { data: { num_ctx: 512 } })
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, long)
  await page.getByRole('button', { name: 'Reject instead of truncating' }).click()
  await expect(page.getByRole('button', { name: '1 parameter changed' })).toBeVisible()
  await replies(page).getByRole('button', { name: 'Regenerate', exact: true }).click()
  await expect(log(page)).toContainText('Prompt too long')
  await expect(log(page)).toContainText('nothing was sent')
  await page.getByRole('button', { name: 'Raise context to 2,048 and resend' }).click()
  await expect(replies(page)).toContainText('883 in')
})

test.describe('a viewer', () => {
  test.use({ env: { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' } })

  test('reads what is kept, and is told what writing needs', async ({ page }) => {
    await page.goto('/chat')
    await page.getByRole('textbox').fill('viewer-key-of-this-test')
    await page.keyboard.press('Enter')
    await expect(chatList(page)).toContainText('No chats yet')
    await expect(field(page)).toBeDisabled()
    await expect(field(page)).toHaveAttribute('placeholder', 'Sending messages needs operator')
    await expect(page.getByRole('list', { name: 'Suggestions' })).toBeHidden()
    await expect(page.getByRole('button', { name: 'Send needs operator' })).toBeDisabled()
  })
})

test.describe('without a model', () => {
  test.use({ simulation: { scenario: 'empty' } })

  test('the page says where models are', async ({ page }) => {
    await page.goto('/chat')
    await expect(page.getByText('No chat model installed')).toBeVisible()
    await expect(field(page)).toBeHidden()
    await page.getByRole('link', { name: 'Open library' }).click()
    await expect(page).toHaveURL(/\/library/)
  })
})

import { expect } from '../journey.ts'
import { ask, chatList, conversationId, log, replies } from '../pages/conversation.ts'
import { followTasks } from './measuring/main-thread.ts'
import { record } from './measuring/record.ts'
import { test } from './measuring/slow-computer.ts'

/** What a model writes about programs: text, headings, lists, tables and code. */
const sentences = [
  'A model that is already in memory answers at once, and one that is not has to be read from disk **first**.',
  'The context window decides how much of the conversation it can see, as `num_ctx` says.',
  'Every token of it costs a little memory, on top of the weights themselves.\n\n',
  'When the graphics card is full, some layers move to the processor, and the reply slows down.\n\n',
  '\n\n## What to look at\n\n',
  '\n\n- the memory\n- the speed, in tokens per second\n- the size on disk\n\n',
  '\n\n| setting | value |\n| --- | --- |\n| num_ctx | 4096 |\n| temperature | 0.7 |\n\n',
  '\n\n```typescript\nexport const total = (sizes: readonly number[]): number => {\n  let sum = 0\n  for (const size of sizes) sum += size\n  return sum\n}\n```\n\n',
]

// A thousand tokens per second: three times what a small model does on a good card.
test.use({
  simulation: { scenario: 'home', speed: 20, tokensPerSecond: 50, sentences },
})

test('ten thousand tokens come in on a slow computer', async ({ page, slowDown }) => {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 10000 words')
  await expect(replies(page)).toContainText(/first token/)
  const id = await conversationId(page)
  await slowDown(4)
  const tasks = await followTasks(page)
  // Asked of the server: to look at the page is work of the page.
  const ended = async () => (await page.request.get(`/api/chat/history/${id}`)).json()
  await expect.poll(async () => (await ended()).messages[1]?.metrics?.completion_tokens).toBe(10_000)
  // Plainly: to look for roles among so many elements is a long task itself.
  await page.waitForFunction(() => document.querySelector('[role=log]')?.getAttribute('aria-busy') === 'false')
  const { longestMs, summary } = await tasks.end()
  await slowDown(1)
  test.info().annotations.push({ type: 'tasks', description: summary })
  record('10,000 tokens come on a slow computer: longest task', longestMs, 100)
  await expect(replies(page)).toContainText('10,000 out')
  await expect(replies(page).getByRole('table').first()).toBeVisible()
})

test('a conversation of four hundred messages opens at its end, and lets go of the page between its parts', async ({
  page,
  slowDown,
}) => {
  const reply = sentences.join('')
  const messages = Array.from({ length: 400 }, (_, index) =>
    index % 2 === 0 ? { role: 'user', content: `Question ${index}` } : { role: 'assistant', content: reply },
  )
  const saved = await page.request.post('/api/chat/history', { data: { model: 'llama3.2:3b', messages } })
  const { id } = await saved.json()
  await page.goto('/chat')
  const link = chatList(page).getByRole('link', { name: /Question 0/ })
  await expect(link).toBeVisible()
  await slowDown(4)
  const tasks = await followTasks(page)
  await link.click()
  await page.waitForFunction(() => document.querySelectorAll('[role=log] > article').length === 200)
  const { longestMs, summary } = await tasks.end()
  await slowDown(1)
  test.info().annotations.push({ type: 'tasks', description: summary })
  record('400 messages open on a slow computer: longest task', longestMs, 150)
  await expect(page).toHaveURL(new RegExp(id))
  await expect(replies(page).last()).toBeInViewport()
  await expect(log(page)).toContainText('Question 0')
})

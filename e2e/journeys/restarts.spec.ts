import { type Simulator, startSimulator } from '@ollama-dashboard/ollama-sim'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, conversationId, readable, replies } from '../pages/conversation.ts'

test.use({ simulation: readable })

const pulled = 'smollm2:135m'

/** A reply of which something is kept. */
async function beginReply(page: Page): Promise<string> {
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 30000 words')
  await expect(replies(page)).toContainText(/first token/)
  const id = await conversationId(page)
  const kept = async (): Promise<string> => {
    const { messages } = await (await page.request.get(`/api/chat/history/${id}`)).json()
    return messages[1]?.content ?? ''
  }
  await expect.poll(async () => (await kept()).length).toBeGreaterThan(40)
  return (await kept()).slice(0, 40)
}

/** A start, a bulk start and a download, each in the middle: the simulated Ollama stands still. Their jobs' addresses. */
async function beginWork(page: Page): Promise<string[]> {
  const begun = [
    await page.request.post('/api/models/start/gpt-oss:20b?wait=false'),
    await page.request.post('/api/models/bulk/start?wait=false', {
      data: { models: ['gemma3:12b', 'nomic-embed-text:latest'] },
    }),
    await page.request.post(`/api/models/pull/${pulled}?wait=false`),
  ]
  const jobs = await Promise.all(begun.map(async (answer) => (await answer.json()).job as { id: string }))
  return jobs.map(({ id }) => `/api/jobs/${id}`)
}

/** A reply, and that work, in the middle; and the page of models beside the chat. */
async function inTheMiddle(page: Page, context: BrowserContext, simulator: Simulator) {
  const said = await beginReply(page)
  simulator.setSpeed(0)
  const jobs = await beginWork(page)
  const models = await context.newPage()
  await models.goto('/models')
  const row = models.getByRole('row').filter({ hasText: 'gpt-oss:20b' })
  await expect(row).toContainText(/Loading… \d+ s/)
  return { said: said.trim(), jobs, models, row }
}

const statesOf = (page: Page, jobs: readonly string[]) =>
  Promise.all(jobs.map(async (job) => (await (await page.request.get(job)).json()).state as string))

test('the dashboard is killed in the middle of everything, and started again: nothing is lost', async ({
  page,
  context,
  dashboard,
  simulator,
}) => {
  const { said, jobs, models, row } = await inTheMiddle(page, context, simulator)
  await dashboard.restart('SIGKILL')
  simulator.setSpeed(1000)
  await expect.poll(() => statesOf(page, jobs)).toEqual(['done', 'done', 'done'])
  // Both pages come back by themselves, and say what became of it.
  await expect(replies(page)).toContainText('The response was interrupted.')
  await expect(replies(page)).toContainText(said)
  await expect(models.getByRole('row').filter({ hasText: pulled })).toBeVisible()
  await expect(row).not.toContainText('Loading')
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(replies(page)).toContainText(/first token/)
})

test('Ollama is killed in the middle of everything, and started again: the download goes on, the rest says what happened', async ({
  page,
  context,
  simulator,
}) => {
  const { said, jobs, models, row } = await inTheMiddle(page, context, simulator)
  await simulator.close()
  await expect(replies(page)).toContainText('Ollama')
  await expect(replies(page)).toContainText(said)
  await expect(models.getByRole('region', { name: 'Connection' })).toContainText('Ollama is unreachable.')

  await using again = await startSimulator({ ...readable, speed: 1000, port: Number(new URL(simulator.url).port) })
  await expect(models.getByRole('region', { name: 'Connection' })).toBeHidden()
  await expect.poll(async () => (await statesOf(page, jobs)).at(-1)).toBe('done')
  expect(again.requests.some(({ path }) => path === '/api/pull')).toBe(true)
  await expect(row).not.toContainText(/Loading|last known/i)
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(replies(page)).toContainText(/first token/)
})

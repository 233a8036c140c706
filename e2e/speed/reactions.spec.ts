import { expect, test } from '../journey.ts'
import { ask, chatList, readable, replies } from '../pages/conversation.ts'
import { record } from './measuring/record.ts'

test('what other processes load and unload shows soon', async ({ page, simulator }) => {
  await page.goto('/')
  const running = page.getByRole('region', { name: 'Running models' }).getByRole('listitem')
  await expect(running).toHaveCount(2)
  const row = running.filter({ hasText: 'llama3.2:3b' })
  const ask = (keep_alive: number | string) =>
    fetch(`${simulator.url}/api/generate`, {
      method: 'POST',
      body: JSON.stringify({ model: 'llama3.2:3b', keep_alive }),
    }).then((answer) => answer.text())

  await ask('5m')
  const loadedAt = performance.now()
  await row.waitFor()
  record('another program loads a model: Overview shows it', performance.now() - loadedAt, 2000)
  await ask(0)
  const unloadedAt = performance.now()
  await row.waitFor({ state: 'hidden' })
  record('another program unloads a model: Overview shows it', performance.now() - unloadedAt, 2000)
})

test.describe('a reply', () => {
  test.use({ simulation: readable })

  test('ends in Ollama soon after it was stopped', async ({ page, simulator }) => {
    await page.goto('/chat?model=llama3.2:3b')
    await ask(page, 'Write 3000 words')
    await expect(replies(page)).toContainText(/first token/)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    const stoppedAt = performance.now()
    await expect
      .poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted, { intervals: [5] })
      .toBe(true)
    record('a reply is stopped: it has ended in Ollama', performance.now() - stoppedAt, 1000)
  })
})

/** Deeper than anybody writes them. */
const formulas = {
  'nested roots': `$${'\\sqrt{'.repeat(140)}x${'}'.repeat(140)}$`,
  'nested fractions': `$$${'\\frac{1}{'.repeat(360)}x${'}'.repeat(360)}$$`,
  towers: `$$${'x^{'.repeat(900)}x${'}'.repeat(900)}$$`,
  braces: `$$${'{'.repeat(1900)}x${'}'.repeat(1900)}$$`,
}

test('formulas that are nested too deep do not hold up a chat', async ({ page }) => {
  for (const [title, formula] of Object.entries(formulas)) {
    const messages = [
      { role: 'user', content: title },
      { role: 'assistant', content: `${formula}\n\n$q$` },
    ]
    await page.request.post('/api/chat/history', { data: { title, model: 'llama3.2:3b', messages } })
  }
  await page.goto('/chat')
  for (const title of Object.keys(formulas)) {
    const openedAt = performance.now()
    await chatList(page).getByRole('link', { name: title }).click()
    await expect(replies(page).locator('math').last()).toHaveText('q')
    record(`${title}: the chat is drawn`, performance.now() - openedAt, 3000)
    await page.goto('/chat')
  }
})

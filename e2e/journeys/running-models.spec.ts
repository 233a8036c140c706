import { scenarios } from '@ollama-dashboard/ollama-sim'
import type { Locator } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { ask, conversationId } from '../pages/conversation.ts'

const panel = (page: { getByRole: (role: 'region', options: { name: string }) => Locator }) =>
  page.getByRole('region', { name: 'Running models' })

test('a model is started, kept loaded, restarted and stopped from Overview', async ({ page, simulator }) => {
  await page.goto('/')
  const running = panel(page)
  await expect(running.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2 models loaded')

  await running.getByRole('button', { name: 'Start a model' }).click()
  await page.getByPlaceholder('Start a model').fill('llama3.2')
  await page.keyboard.press('Enter')
  const row = running.getByRole('listitem').filter({ hasText: 'llama3.2:3b' })
  await expect(row).toContainText('Loaded')
  await expect(row).toContainText('100 % GPU')
  await expect(row).toContainText('if idle')

  await row.getByRole('button', { name: 'Pin llama3.2:3b in memory' }).click()
  await expect(row).toContainText('Never pinned')

  const loads = simulator.loads.length
  await row.getByRole('button', { name: 'Restart' }).click()
  await expect.poll(() => simulator.loads.length).toBe(loads + 1)
  await expect(row).toContainText('Loaded')

  await row.getByRole('button', { name: 'Stop' }).click()
  await expect(row).toBeHidden()
  const events = page.getByRole('region', { name: 'Recent activity' })
  await expect(events).toContainText('llama3.2:3b unloaded')
  await expect(events).toContainText('llama3.2:3b loaded in')

  // What was stopped by mistake comes back with one click.
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(row).toContainText('Loaded')
})

test('what other processes load and unload shows by itself', async ({ page, simulator }) => {
  await page.goto('/')
  const row = panel(page).getByRole('listitem').filter({ hasText: 'llama3.2:3b' })
  await expect(panel(page).getByRole('listitem')).toHaveCount(2)

  const ask = (keep_alive: number | string) =>
    fetch(`${simulator.url}/api/generate`, {
      method: 'POST',
      body: JSON.stringify({ model: 'llama3.2:3b', keep_alive }),
    }).then((answer) => answer.text())
  await ask('5m')
  await expect(row).toBeVisible()
  await ask(0)
  await expect(row).toBeHidden()
})

test('a start that fails says why, beside the model', async ({ page, simulator }) => {
  simulator.faults.add({ kind: 'error', path: '/api/generate' })
  await page.goto('/models?model=llama3.2:3b')
  await page.getByRole('complementary').getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('complementary')).toContainText('Ollama')
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('llama3.2:3b did not start')
  simulator.faults.clear()
  await page.getByRole('complementary').getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('complementary').getByText('Loaded')).toBeVisible()
})

test.describe('a load that takes its time', () => {
  test.use({ simulation: { scenario: 'home', speed: 0 } })

  test('is shown with its seconds, and can be cancelled', async ({ page, simulator }) => {
    await page.goto('/models')
    await page.getByRole('button', { name: 'Start gpt-oss:20b' }).click()
    const row = page.getByRole('row').filter({ hasText: 'gpt-oss:20b' })
    await expect(row).toContainText(/Loading… \d+ s/)
    await row.getByRole('button', { name: 'Stop gpt-oss:20b' }).click()
    await expect(row).not.toContainText('Loading')
    await expect(row.getByRole('button', { name: 'Start gpt-oss:20b' })).toBeVisible()
    await expect.poll(() => simulator.loads.filter(({ model }) => model === 'gpt-oss:20b').length).toBe(0)
  })

  test('goes on over a reload, alone and as one of several, and is followed from there', async ({
    page,
    simulator,
  }) => {
    await page.goto('/models')
    await page.getByRole('button', { name: 'Start llama3.2:3b' }).click()
    for (const model of ['gemma3:12b', 'llama3.1:8b'])
      await page.getByRole('checkbox', { name: `Select ${model}` }).check()
    await page.getByRole('region', { name: 'Selected models' }).getByRole('button', { name: 'Start' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'gemma3:12b' })).toContainText('Loading…')
    await page.reload()
    const row = page.getByRole('row').filter({ hasText: 'llama3.2:3b' })
    await expect(row).toContainText(/Loading… \d+ s/)
    await page.getByRole('button', { name: 'Jobs: 2 active' }).click()
    const jobs = page.getByRole('list', { name: 'Jobs' })
    await expect(jobs.getByRole('listitem', { name: 'Start of "llama3.2:3b"' })).toContainText('Running')
    const several = jobs.getByRole('listitem', { name: 'Start of 2 models' })
    await expect(several).toContainText('0 of 2')
    simulator.setSpeed(1000)
    await expect(several).toContainText('2 of 2')
    await expect(jobs.getByRole('listitem', { name: 'Start of "llama3.2:3b"' })).toBeHidden()
    expect(simulator.loads.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['llama3.2:3b', 'gemma3:12b', 'llama3.1:8b']),
    )
  })
})

test.describe('a reply that takes its time', () => {
  test.use({ simulation: { scenario: 'home', speed: 0, tokensPerSecond: 0.002 } })

  test('shows in the row of its model and in the title, until it has ended', async ({ page, simulator }) => {
    await page.goto('/chat?model=qwen3:14b')
    await ask(page, 'Write 200 words')
    await conversationId(page)
    await page.getByRole('link', { name: 'Overview' }).first().click()
    const row = panel(page).getByRole('listitem').filter({ hasText: 'qwen3:14b' })
    const title = page.getByRole('heading', { level: 1 })
    await expect(row).toContainText('Answering')
    await expect(row).toContainText('no tokens yet')
    await expect(title).toContainText('1 request running')
    simulator.setSpeed(1000)
    await expect(row).toContainText(/Speed now\d+\.\d tokens\/s/)
    simulator.setSpeed(1_000_000)
    await expect(row).toContainText(/Last used(Just now|\d+ s ago)/)
    await expect(row).toContainText('Loaded')
    await expect(title).not.toContainText('running')
  })
})

test.describe('a machine without a GPU', () => {
  test.use({ simulation: { scenario: scenarios.laptop, speed: 20 } })

  test('shows no VRAM and says so', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('No models loaded')
    await page.getByRole('button', { name: 'Start a model' }).first().click()
    await page.getByRole('option').first().click()
    await expect(panel(page).getByRole('listitem')).toContainText('100 % CPU')
  })
})

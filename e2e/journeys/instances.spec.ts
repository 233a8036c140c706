import { type Simulator, scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { startDashboard } from '../dashboard.ts'
import { expect, test as journey } from '../journey.ts'

const test = journey.extend<{ second: Simulator }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  second: async ({}, use) => {
    const second = await startSimulator({ scenario: scenarios.laptop, speed: 20 })
    await use(second)
    await second.close()
  },
  dashboard: async ({ simulator, second }, use) => {
    await using dashboard = await startDashboard({ OLLAMA_INSTANCES: `one=${simulator.url},two=${second.url}` })
    await use(dashboard)
  },
})

test('one goes to another Ollama server and back, and the address tells which it is', async ({ page }) => {
  await page.goto('/models?q=llama')
  const server = page.getByRole('button', { name: /^Ollama server/ })
  await expect(server).toHaveAccessibleName('Ollama server one reachable')
  await expect(page.getByText('8 installed')).toBeVisible()

  await server.click()
  await page.getByRole('menuitem', { name: /^two/ }).click()
  await expect(page).toHaveURL(/\/models\?q=llama&instance=two$/)
  await expect(server).toHaveAccessibleName('Ollama server two reachable')
  await expect(page.getByText('3 installed')).toBeVisible()

  // It stays from page to page.
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page).toHaveURL(/\/\?instance=two$/)
  await page.getByRole('link', { name: 'Models' }).first().click()
  await expect(page).toHaveURL(/\/models\?instance=two$/)

  await server.click()
  await page.getByRole('menuitem', { name: /^one/ }).click()
  await expect(page).toHaveURL(/\/models$/)
  await expect(server).toHaveAccessibleName('Ollama server one reachable')
  await expect(page.getByText('8 installed')).toBeVisible()
})

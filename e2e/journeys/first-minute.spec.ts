import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { test as base } from '@playwright/test'
import { startDashboard } from '../dashboard.ts'
import { freePort } from '../free-port.ts'
import { expect } from '../journey.ts'

// Nobody says where Ollama is, so this journey cannot share the frame of the others.
base('demo data stand in until a real Ollama appears, and the page goes over to it by itself', async ({ page }) => {
  const port = await freePort()
  await using dashboard = await startDashboard({ OLLAMA_PORT: String(port) })
  expect(dashboard.printed()).toContain(`No Ollama found at http://127.0.0.1:${port}`)

  await page.goto(dashboard.url)
  const band = page.getByRole('region', { name: 'Demo' })
  await expect(band).toContainText(
    `Demo mode – no Ollama found at 127.0.0.1:${port} (connection refused). All data is simulated.`,
  )
  await expect(page.getByRole('listitem').filter({ hasText: 'qwen3:14b' }).first()).toBeVisible()

  // It has a past, from before it began.
  const past = page.getByRole('listitem').filter({ hasText: /qwen3:14b loaded in/ })
  await expect(past.first()).toBeVisible()

  await band.getByRole('button', { name: 'Connect' }).click()
  const dialog = page.getByRole('dialog', { name: 'Connect to your Ollama' })
  await expect(dialog).toContainText('ollama serve')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await band.getByRole('button', { name: 'Close' }).click()
  await expect(band).toBeHidden()
  await page.reload()
  await page.getByRole('button', { name: /^Ollama server/ }).click()
  await page.getByRole('menuitem', { name: 'Connect your Ollama' }).click()
  await expect(dialog).toBeVisible()
  await expect(band).toBeHidden()
  await page.keyboard.press('Escape')

  await using ollama = await startSimulator({ scenario: 'laptop', port })
  await expect(page.getByRole('button', { name: /^Ollama server/ })).toContainText(`127.0.0.1:${port}`)
  await expect(past).toBeHidden()
  expect(ollama.requests.length).toBeGreaterThan(0)
  await expect(page.getByRole('heading', { name: 'No models loaded', level: 1 })).toBeVisible()
})

import { defineConfig } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'

const { executablePath, args } = await findBrowser()

export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  // Each journey has a dashboard and an Ollama of its own, so two run side by side.
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { args, ...(executablePath && { executablePath }) },
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    trace: 'retain-on-failure',
  },
})

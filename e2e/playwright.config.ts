import { defineConfig } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'

const { executablePath, args } = await findBrowser()

export default defineConfig({
  outputDir: './test-results',
  projects: [
    {
      name: 'journeys',
      testDir: './journeys',
      // Each journey has a dashboard and an Ollama of its own, so two run side by side.
      fullyParallel: true,
      use: { trace: 'retain-on-failure' },
    },
    {
      // What is measured runs by itself, and again where it was too slow: other programs can make a page slower, and none
      // makes it quicker. A trace would be recorded on the page's own thread.
      name: 'speed',
      testDir: './speed',
      workers: 1,
      retries: 4,
    },
  ],
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { args, ...(executablePath && { executablePath }) },
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
  },
})

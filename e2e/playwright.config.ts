import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findBrowser } from '../packages/dev/browser.mjs'

const { executablePath, args } = await findBrowser()

// Each journey starts a dashboard of its own: what was compiled for one is not compiled again for the next.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/node-compile')

export default defineConfig({
  outputDir: './test-results',
  projects: [
    {
      name: 'journeys',
      testDir: './journeys',
      // Each journey has a dashboard and an Ollama of its own, so that they run side by side.
      fullyParallel: true,
      // A recording costs an eighth of the time: `pnpm e2e --trace on` makes one where it is needed.
      use: { trace: 'off' },
    },
    {
      // `pnpm bench --pages`: what is measured runs by itself. A trace would be recorded on the page's own thread.
      name: 'speed',
      testDir: './speed',
      workers: 1,
    },
  ],
  // Journeys wait more than they work, so that there are more of them than processors.
  workers: Math.max(4, availableParallelism() - 1),
  forbidOnly: true,
  // These end what hangs, and judge no speed: a computer that is busy with much else may take them.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    launchOptions: { args, ...(executablePath && { executablePath }) },
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    // Playwright cannot hold up what a service worker asks for; the journeys that are about it allow it.
    serviceWorkers: 'block',
  },
})

import { playwright } from '@vitest/browser-playwright'
import { defineProject, mergeConfig } from 'vitest/config'
import { findBrowser } from '../../packages/dev/browser.mjs'
import viteConfig from './vite.config.ts'

const { executablePath, args } = await findBrowser()

export default mergeConfig(
  viteConfig,
  defineProject({
    test: {
      name: 'web',
      include: ['test/**/*.test.{ts,tsx}'],
      // They end what hangs, and judge no speed.
      testTimeout: 120_000,
      expect: { poll: { timeout: 60_000 } },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1280, height: 800 },
        provider: playwright({ launchOptions: { args, ...(executablePath && { executablePath }) } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }),
)

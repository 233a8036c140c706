import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const node = (name: string, root: string) => ({
  test: {
    name,
    root,
    include: ['test/**/*.test.ts'],
    environment: 'node' as const,
    // A hang costs that once; a busy machine needs it now and then.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
  },
})

export default defineConfig({
  test: {
    // Tests wait more than they work, so that two files go side by side on two processors as well.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    globalSetup: ['packages/core/test/postgres/global-setup.ts'],
    projects: [
      node('contracts', 'packages/contracts'),
      node('client', 'packages/client'),
      node('core', 'packages/core'),
      node('ollama-sim', 'packages/ollama-sim'),
      node('dev', 'packages/dev'),
      node('api', 'apps/api'),
      'apps/*/vitest.config.ts',
    ],
  },
})

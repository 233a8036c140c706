import { defineConfig } from 'vitest/config'

const node = (name: string, root: string) => ({
  test: { name, root, include: ['test/**/*.test.ts'], environment: 'node' as const, testTimeout: 15_000 },
})

export default defineConfig({
  test: {
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

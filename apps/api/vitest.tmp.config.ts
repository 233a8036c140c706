import { defineConfig } from 'vitest/config'
export default defineConfig({
  resolve: { alias: { '@ollama-dashboard/core': '/tmp/core-stub.ts' } },
  test: { include: ['test/**/*.test.ts'] },
})

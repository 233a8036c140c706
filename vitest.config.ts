import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// What takes minutes or measures memory: `pnpm prove` asks for it.
const proofs = process.env['PROOF_ROUNDS'] === undefined ? [] : ['test/**/*.proof.ts']

// What is compiled once is not compiled again by each test file, nor by each process that a test starts.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'node-compile')

const node = (name: string, root: string, options: { globalSetup?: string[] } = {}) => ({
  test: {
    ...options,
    name,
    root,
    include: ['test/**/*.test.ts', ...proofs],
    environment: 'node' as const,
    // A worker imports a module once for all of its files: imports were a third of the time. Modules keep no state.
    isolate: false,
    // These end what hangs, and judge no speed: a computer that is busy with much else may take them.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
})

export default defineConfig({
  test: {
    // Tests wait more than they work, so that there are more of them than processors.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    // On a busy computer, a worker that ends slowly is not to be killed.
    teardownTimeout: 120_000,
    globalSetup: ['packages/core/test/postgres/global-setup.ts'],
    projects: [
      node('contracts', 'packages/contracts'),
      node('client', 'packages/client'),
      node('core', 'packages/core'),
      node('ollama-sim', 'packages/ollama-sim'),
      node('dev', 'packages/dev'),
      node('api', 'apps/api', {
        globalSetup: [join(import.meta.dirname, 'apps/api/test/bundled-programs.ts')],
      }),
      'apps/*/vitest.config.ts',
    ],
  },
})

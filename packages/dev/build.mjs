// Builds the web application and the server, each only when something it is made of changed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, isDone, markDone } from './fingerprint.mjs'
import { pinnedNode, root, runOrExit } from './run.mjs'

const shared = ['packages/contracts', 'packages/client', 'package.json', 'pnpm-lock.yaml', 'tsconfig.base.json']
const web = { step: 'web', output: 'apps/web/dist/index.html', sources: ['apps/web', ...shared] }
const api = {
  step: 'api',
  output: 'apps/api/dist/main.js',
  sources: ['apps/api', 'packages/core', 'packages/ollama-sim', ...shared],
}

/** Whoever calls may have another one, such as a test runner: React would be built for development, twice as large. */
const production = { NODE_ENV: 'production' }

export async function build() {
  const due = [web, api].filter(
    ({ step, output, sources }) => !(existsSync(join(root, output)) && isDone(step, fingerprint(...sources))),
  )
  if (due.length === 0) return
  console.log('Building…')
  for (const { step, sources } of due) {
    if (step === 'web')
      await runOrExit('vite', ['build', '--logLevel', 'warn'], {
        cwd: join(root, 'apps/web'),
        env: production,
        quiet: true,
      })
    else await runOrExit(pinnedNode(), ['apps/api/build.mjs'], { quiet: true })
    markDone(step, fingerprint(...sources))
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) await build()

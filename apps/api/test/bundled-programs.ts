// The program as it is shipped, bundled once for all tests of a run: it starts in half the time that its sources take.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { build } from '../build.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of `main.js`, the command line, and of `run.js`, the dashboard with the web application of the tests. */
    programs: string
  }
}

export default async function setup(project: TestProject) {
  const dir = await mkdtemp(join(tmpdir(), 'dashboard-programs-'))
  await build({
    dir,
    programs: {
      main: join(import.meta.dirname, '..', 'src', 'main.ts'),
      run: join(import.meta.dirname, 'fixtures', 'run.ts'),
    },
  })
  project.provide('programs', dir)
  return () => rm(dir, { recursive: true, force: true })
}

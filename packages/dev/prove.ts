// `pnpm prove`: the proofs that take long, with many rounds of what `npm test` does a few times: kills in the middle of
// saves and pulls, hundreds of listeners, and hostile input while somebody asks how the dashboard is.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
/** These have rounds of their own, and are done once. */
const kills = ['storage-processes', 'settings-kill']
const repeated = ['pull-restart', 'events.test']
const killRounds = '100'
/** Each takes some ten seconds of its own. */
const repeats = 10

/** These need the built dashboard. */
const scripts = ['hostile-input.ts']

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
for (let round = 1; round <= repeats; round += 1) {
  const asked = round === 1 ? [...kills, ...repeated] : repeated
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'core', '--project', 'api', ...asked], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROOF_ROUNDS: killRounds },
  })
  console.log(`Round ${round} of ${repeats}: ${status === 0 ? 'held' : 'broken'}`)
  if (status !== 0) process.exit(1)
}

for (const script of ['build.mjs', ...scripts.map((name) => join('prove', name))]) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script)], { stdio: 'inherit' })
  console.log(`${script}: ${status === 0 ? 'held' : 'broken'}`)
  if (status !== 0) process.exit(1)
}

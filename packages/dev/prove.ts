// `pnpm prove`: the proofs that take long, with many rounds of what `npm test` does a few times: kills in the middle of
// saves and pulls, and hundreds of listeners. And whether the built dashboard answers while others keep it waiting, and
// whatever is thrown at it, whether real proxies with the blocks of DEPLOYMENT.md serve it, whether a real Prometheus reads its
// metrics, whether it starts and stops a real Ollama, whether anybody notices a reload or an end, whether several replicas are one
// dashboard, with every kind of Redis, and whether npm alone installs it: `pnpm prove -- --only alive`, `hostile`, `proxies`, `prometheus`, `service`, `restarts`,
// `replicas`, `redis` and `package` do one of these.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { worksBehindProxies } from './prove/behind-proxies.ts'
import { worksAsPackage } from './prove/package.ts'
import { worksWithPrometheus } from './prove/prometheus.ts'
import { worksWithEveryRedis } from './prove/redis.ts'
import { behaveAsOne } from './prove/replicas.ts'
import { outlastsRestarts } from './prove/restarts.ts'
import { controlsService } from './prove/service.ts'
import { staysAlive } from './prove/stays-alive.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '50' }, step: { type: 'string' } },
})

const root = resolve(import.meta.dirname, '../..')
/** These have rounds of their own, and are done once. */
const kills = [
  'storage-processes',
  'settings-kill',
  'audit-kill',
  'audit-tampering',
  'alert-delivery-kill',
  'chat-memory.proof',
  'fuzz',
]
const repeated = ['pull-restart', 'many-listeners.proof']
const killRounds = '100'
/** Each takes some ten seconds of its own. */
const repeats = 10

/** Runs a program of the workspace; false where it fails. */
function succeeds(args: readonly string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return status === 0
}

const isAsked = (proof: string) => values.only === undefined || values.only === proof

if (!succeeds(['packages/dev/build.mjs'])) process.exit(1)
if (isAsked('alive') && !(await staysAlive())) process.exitCode = 1
if (isAsked('hostile') && !succeeds(['packages/dev/prove/hostile-input.ts'])) process.exitCode = 1
if (isAsked('proxies') && !worksBehindProxies()) process.exitCode = 1
if (isAsked('prometheus') && !(await worksWithPrometheus())) process.exitCode = 1
if (isAsked('service') && !(await controlsService())) process.exitCode = 1
if (isAsked('restarts') && !(await outlastsRestarts())) process.exitCode = 1
if (isAsked('replicas') && !(await behaveAsOne({ rounds: Number(values.rounds), step: values.step })))
  process.exitCode = 1
if (isAsked('redis') && !(await worksWithEveryRedis(values.step))) process.exitCode = 1
if (isAsked('package') && !(await worksAsPackage())) process.exitCode = 1
if (values.only !== undefined) process.exit()

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
for (let round = 1; round <= repeats; round += 1) {
  const asked = round === 1 ? [...kills, ...repeated] : repeated
  const rounds = { PROOF_ROUNDS: killRounds }
  if (!succeeds([vitest, 'run', '--project', 'core', '--project', 'api', ...asked], rounds)) process.exit(1)
  console.log(`Round ${round} of ${repeats}: held`)
}

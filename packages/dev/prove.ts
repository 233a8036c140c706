// `pnpm prove`: the proofs that take long. `rounds` does many times what `npm test` does a few times: kills in the middle of
// saves and pulls, and hundreds of listeners. The others ask whether the built dashboard answers while others keep it waiting
// (`alive`), and whatever is thrown at it (`hostile`), whether real proxies with the blocks of DEPLOYMENT.md serve it (`proxies`),
// whether a real Prometheus reads its metrics (`prometheus`), whether it starts and stops a real Ollama (`service`), whether
// anybody notices a reload or an end (`restarts`), whether several replicas are one dashboard (`replicas`), with every kind of
// Redis (`redis`), whether npm alone installs it (`package`), and whether Docker, compose and Helm do (`containers`).
// `pnpm prove -- --only alive` does one of them.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { worksBehindProxies } from './prove/behind-proxies.ts'
import { worksInContainers } from './prove/containers.ts'
import { worksAsPackage } from './prove/package.ts'
import { worksWithPrometheus } from './prove/prometheus.ts'
import { worksWithEveryRedis } from './prove/redis.ts'
import { behaveAsOne } from './prove/replicas.ts'
import { outlastsRestarts } from './prove/restarts.ts'
import { controlsService } from './prove/service.ts'
import { staysAlive } from './prove/stays-alive.ts'
import { exitCode, ofParts, type Verdict } from './prove/verdict.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { only: { type: 'string' }, rounds: { type: 'string', default: '6' }, step: { type: 'string' } },
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

const proofs: Readonly<Record<string, () => Verdict | Promise<Verdict>>> = {
  alive: staysAlive,
  hostile: () => run(['packages/dev/prove/hostile-input.ts']),
  proxies: worksBehindProxies,
  prometheus: worksWithPrometheus,
  service: controlsService,
  restarts: outlastsRestarts,
  replicas: () => behaveAsOne({ rounds: Number(values.rounds), step: values.step }),
  redis: () => worksWithEveryRedis(values.step),
  package: worksAsPackage,
  containers: worksInContainers,
  rounds: inRounds,
}

const asked = values.only === undefined ? Object.keys(proofs) : [values.only]
const unknown = asked.find((name) => !Object.hasOwn(proofs, name))
if (unknown !== undefined) {
  console.error(`There is no proof "${unknown}": --only takes ${Object.keys(proofs).join(', ')}.`)
  process.exit(64)
}
if (run(['packages/dev/build.mjs']) === 'failed') process.exit(1)

const verdicts: Verdict[] = []
for (const name of asked) verdicts.push(await prove(name))

console.log()
for (const [index, name] of asked.entries()) console.log(`${name}: ${verdicts[index]}`)
process.exit(exitCode(ofParts(verdicts), { isAskedByName: values.only !== undefined }))

/** What breaks one of them keeps no other from being done. */
async function prove(name: string): Promise<Verdict> {
  try {
    return (await proofs[name]?.()) ?? 'skipped'
  } catch (error) {
    console.error(`${name}:`, error)
    return 'failed'
  }
}

/** Runs a program of the workspace. */
function run(args: readonly string[], env: Record<string, string> = {}): Verdict {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return status === 0 ? 'held' : 'failed'
}

function inRounds(): Verdict {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  for (let round = 1; round <= repeats; round += 1) {
    const files = round === 1 ? [...kills, ...repeated] : repeated
    const rounds = { PROOF_ROUNDS: killRounds }
    if (run([vitest, 'run', '--project', 'core', '--project', 'api', ...files], rounds) === 'failed') return 'failed'
    console.log(`Round ${round} of ${repeats}: held`)
  }
  return 'held'
}

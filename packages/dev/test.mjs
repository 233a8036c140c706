// `npm test`: everything that must hold before a change lands, in the order in which it fails fastest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install } from './install.mjs'
import { root, run } from './run.mjs'
import { fromPlaywright, fromVitest } from './test-reports.mjs'

const slowestShown = 10
const startedAt = Date.now()
const reports = mkdtempSync(join(tmpdir(), 'ollama-dashboard-test-'))
const broken = []
const outcomes = []

/** A step of its own: its title, whether it held, and how long it took. */
async function step(title, work) {
  const from = Date.now()
  const code = await work()
  if (code !== 0) broken.push(title)
  console.log(`── ${title}: ${code === 0 ? 'well' : 'BROKEN'}, ${secondsSince(from)} s`)
}

/** A step that runs tests and writes what became of them to a file. */
async function tests(title, read, work) {
  const file = join(reports, `${outcomes.length}.json`)
  console.log(`\n── ${title}`)
  await step(title, () => work(file))
  try {
    outcomes.push(read(JSON.parse(readFileSync(file, 'utf8'))))
  } catch (error) {
    broken.push(`${title}: no report (${error.message})`)
  }
}

await install()
// None of these needs another, and each leaves a processor to others for a while. What they print is shown if they fail.
const checks = [
  ['Build', 'node', ['packages/dev/build.mjs']],
  ['Types', 'tsc', ['-p', 'tsconfig.json']],
  ['Types of the web application', 'tsc', ['-p', 'apps/web']],
  ['Types of the user journeys', 'tsc', ['-p', 'e2e']],
  ['Lint and format', 'biome', ['check', '--error-on-warnings']],
  ['Unused code', 'knip', []],
]
await Promise.all(checks.map(([title, program, args]) => step(title, () => run(program, args, { quiet: true }))))

await tests('Unit, API and component tests', fromVitest, (file) =>
  run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]),
)
// Without a build they would look at an old one.
if (!broken.includes('Build'))
  await tests('User journeys', fromPlaywright, (file) =>
    run('playwright', ['test', '-c', 'playwright.config.ts', '--project=journeys', '--reporter=list,json'], {
      cwd: join(root, 'e2e'),
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    }),
  )
rmSync(reports, { recursive: true, force: true })

const sum = (name) => outcomes.reduce((total, outcome) => total + outcome[name], 0)
const [passed, skipped] = [sum('passed'), sum('skipped')]
const failures = outcomes.flatMap((outcome) => outcome.failures)
const slowest = outcomes.flatMap(({ files }) => files).sort((a, b) => b.ms - a.ms)

console.log('\n── The slowest files')
for (const { file, ms } of slowest.slice(0, slowestShown))
  console.log(`${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`)
for (const { title, message } of failures) console.log(`\n── FAILED: ${title}\n${message}`)

if (passed === 0) broken.push('no test ran')
if (skipped > 0) broken.push(`${skipped} tests were skipped`)
if (failures.length > 0 && broken.length === 0) broken.push('a test failed')
if (broken.length > 0) console.log(`\nBroken: ${broken.join('; ')}`)
console.log(`\n${passed} passed, ${failures.length} failed, in ${secondsSince(startedAt)} s`)
process.exitCode = broken.length > 0 ? 1 : 0

function secondsSince(from) {
  return ((Date.now() - from) / 1000).toFixed(0)
}

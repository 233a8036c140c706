// `npm test`: everything that must hold before a change lands, in the order in which it fails fastest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { root, run } from './run.mjs'

const reports = mkdtempSync(join(tmpdir(), 'ollama-dashboard-test-'))
const report = (name) => join(reports, `${name}.json`)

const steps = [
  { title: 'Types', command: ['tsc', '-p', 'tsconfig.json'] },
  { title: 'Types of the web application', command: ['tsc', '-p', 'apps/web'] },
  { title: 'Types of the user journeys', command: ['tsc', '-p', 'e2e'] },
  { title: 'Lint and format', command: ['biome', 'check', '--error-on-warnings'] },
  { title: 'Unused code', command: ['knip'] },
  {
    title: 'Unit, API and component tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report('vitest')}`],
    count: () => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = read('vitest')
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
    },
  },
  journeys('User journeys', 'journeys'),
  journeys('Speed of the pages', 'speed'),
]

function journeys(title, project) {
  return {
    title,
    command: ['playwright', 'test', '-c', 'playwright.config.ts', `--project=${project}`, '--reporter=list,json'],
    options: { cwd: join(root, 'e2e'), env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report(project) } },
    count: () => {
      const { expected, unexpected, skipped, flaky } = read(project).stats
      return { passed: expected + flaky, failed: unexpected, skipped }
    },
  }
}

function read(name) {
  return JSON.parse(readFileSync(report(name), 'utf8'))
}

await install()
await build()

const total = { passed: 0, failed: 0, skipped: 0 }
const broken = []
for (const { title, command, options, count } of steps) {
  console.log(`\n── ${title}`)
  const startedAt = Date.now()
  const [program, ...args] = command
  const code = await run(program, args, options)
  if (code !== 0) broken.push(title)
  if (count) {
    try {
      for (const [name, number] of Object.entries(count())) total[name] += number
    } catch (error) {
      broken.push(`${title}: no report (${error.message})`)
    }
  }
  console.log(`── ${title}: ${code === 0 ? 'well' : 'broken'}, ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
}
rmSync(reports, { recursive: true, force: true })

if (total.passed === 0) broken.push('no test ran')
if (total.skipped > 0) broken.push(`${total.skipped} tests were skipped`)
if (broken.length > 0) console.log(`\nBroken: ${broken.join('; ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = broken.length > 0 ? 1 : 0

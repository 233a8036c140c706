import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checks, runSuite } from '../conformance/suite.ts'
import { listOf, objectOf } from '../conformance/verify.ts'
import type { ScenarioName } from '../src/scenarios/scenario.ts'
import { startSimulator } from '../src/simulator.ts'

const program = join(import.meta.dirname, '..', 'conformance', 'main.ts')
const model = 'llama3.2:3b'
const embedModel = 'nomic-embed-text'

async function simulate(scenario: ScenarioName) {
  const simulator = await startSimulator({ scenario, speed: 1000 })
  onTestFinished(() => simulator.close())
  return simulator
}

async function failures(url: string): Promise<readonly string[]> {
  const failed: string[] = []
  const { signal } = new AbortController()
  for await (const { name, reason } of runSuite({ url, model, embedModel, signal })) {
    if (reason !== undefined) failed.push(`${name}: ${reason}`)
  }
  return failed
}

async function names(url: string, path: string): Promise<readonly unknown[]> {
  const response = await fetch(`${url}${path}`)
  return listOf('models', objectOf('the answer', await response.json())['models']).map(({ name }) => name)
}

test.each(['home', 'old'] as const)('scenario %s passes every check, which leave no traces', async (scenario) => {
  const { url } = await simulate(scenario)
  const installed = await names(url, '/api/tags')
  expect(await failures(url)).toEqual([])
  expect(await names(url, '/api/tags')).toEqual(installed)
  expect(await names(url, '/api/ps')).not.toContain(model)
})

test.concurrent.for(['home', 'old'] as const)(
  'scenario %s pulls as a real server does',
  async (scenario, { onTestFinished }) => {
    const simulator = await startSimulator({ scenario, speed: 20 })
    onTestFinished(() => simulator.close())
    const { signal } = new AbortController()
    const outcomes = await Array.fromAsync(runSuite({ url: simulator.url, model, pullModel: 'llama3.2:1b', signal }))
    const pulled = outcomes.filter(({ name }) => checks.some((check) => check.name === name && check.needsPullModel))
    expect(pulled.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined, undefined])
  },
)

test('a server that errs fails the checks that meet its error', async () => {
  const { url, faults } = await simulate('home')
  faults.add({ kind: 'error', path: '/api/copy' })
  faults.add({ kind: 'garbage', path: '/api/show' })
  const failed = await failures(url)
  expect(failed).toContainEqual(expect.stringMatching(/^a copy has the digest .*: \/api\/copy is refused with 500 /))
  expect(failed).toContainEqual(expect.stringMatching(/^show tells .*: .* is not JSON: <html>/))
})

test('a line for each check and the sum at the end; all passed is exit code 0', async () => {
  const { url } = await simulate('home')
  const { lines, code } = await launch('--', '--url', url, '--model', model, '--embed-model', embedModel)
  const run = checks.filter(({ needsPullModel }) => !needsPullModel)
  expect(lines.slice(0, -1)).toEqual(run.map(({ name }) => `ok ${name}`))
  expect(lines.at(-1)).toBe(`${run.length} passed, 0 failed`)
  expect(code).toBe(0)
})

test('without an embedding model its checks are left out', async () => {
  const { url } = await simulate('home')
  const { lines } = await launch('--url', url, '--model', model)
  const rest = checks.filter(({ needsEmbedModel, needsPullModel }) => !needsEmbedModel && !needsPullModel)
  expect(lines.at(-1)).toBe(`${rest.length} passed, 0 failed`)
})

test('a server that is not there is a failure', async () => {
  const { lines, code } = await launch('--url', 'http://127.0.0.1:1', '--model', model)
  expect(lines).toEqual([
    expect.stringMatching(/^not ok the suite runs to its end: fetch failed/),
    '0 passed, 1 failed',
  ])
  expect(code).toBe(1)
})

test.each([
  [[], '--url and --model are needed.'],
  [['--url', 'nowhere', '--model', 'x'], 'nowhere is no URL.'],
  [['--speed', '2'], "Unknown option '--speed'."],
])('refuses %j with exit code 64', async (args, message) => {
  const { lines, code, errors } = await launch(...args)
  expect(lines).toEqual([])
  expect(errors).toMatch(new RegExp(`^${message.replaceAll('.', '\\.')} Use: pnpm conformance .*\n$`))
  expect(code).toBe(64)
})

async function launch(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const [code] = await once(child, 'close')
  return { lines: out.split('\n').filter(Boolean), errors, code }
}

import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { apiProblem, componentOf, findingOf, serviceOf, showService } from './show-service.tsx'

const region = (name: string) => page.getByRole('region', { name })

beforeEach(() => page.viewport(1440, 900))

const open = findingOf('network', {
  title: 'Ollama from the network',
  severity: 'critical',
  evidence: 'It answers anybody at 203.0.113.9:11434.',
  remedy: { text: 'Let it listen on this machine alone.', command: 'sudo systemctl edit ollama' },
})
const cloud = findingOf('cloud', { title: 'Cloud models', severity: 'info' })

test('how Ollama is run, since when, and where', async () => {
  await showService()
  const ollama = region('Ollama')
  await expect.element(ollama.getByText('Running')).toBeVisible()
  await expect.element(ollama).toMatchTextContent(/since .*, 2 days 6 h/)
  await expect.element(ollama).toMatchTextContent(/Manager\s*systemd/)
  await expect.element(ollama).toMatchTextContent(/Process\s*2041/)
  await expect.element(ollama.getByText('127.0.0.1:11434')).toBeVisible()
})

test('versions say what whoever is asked for help wants to know', async () => {
  await showService()
  const versions = region('Versions')
  await expect.element(versions).toMatchTextContent(/Operating system\s*Linux 6\.12\.9 \(x64\)/)
  await expect.element(versions).toMatchTextContent(/GPU driver\s*NVIDIA 570\.86\.15/)
})

test.each([
  ['stopped', 'Stopped'],
  ['unreachable', 'Unreachable'],
] as const)('a server that is %s says so, and nothing claims since when it runs', async (status, word) => {
  const { uptime_seconds: _, ...down } = serviceOf({ status, running: false, reachable: false, version: null })
  await showService({ service: down })
  await expect.element(region('Ollama').getByText(word)).toBeVisible()
  await expect.element(region('Ollama')).not.toMatchTextContent(/since/)
})

test('what the doctor found stands first, the worst above all, with what to do and the command', async () => {
  await showService({ findings: [findingOf('reachable'), cloud, open, findingOf('gpu', { severity: 'unknown' })] })
  const doctor = region('Doctor')
  await expect.element(doctor.getByText('1 critical')).toBeVisible()
  const items = doctor.getByRole('list', { name: 'Findings' }).getByRole('listitem')
  expect(items.elements().map((item) => item.textContent)).toEqual([
    expect.stringContaining('Ollama from the network'),
    expect.stringContaining('Cloud models'),
  ])
  await expect.element(items.first()).toMatchTextContent(/Critical.*203\.0\.113\.9.*Let it listen.*sudo systemctl edit/)
  await expect.element(doctor.getByRole('button', { name: 'Copy command: Ollama from the network' })).toBeVisible()

  await doctor.getByRole('button', { name: 'Show 2 other checks' }).click()
  const others = doctor.getByRole('list', { name: 'Other checks' }).getByRole('listitem')
  await expect.element(others.first()).toMatchTextContent(/Unknown.*Evidence of gpu/)
})

test('with nothing found it says so, and what is unknown does not count as well', async () => {
  await showService({ findings: [findingOf('reachable'), findingOf('gpu', { severity: 'unknown' })] })
  await expect.element(region('Doctor').getByText('Nothing found, 1 unknown')).toBeVisible()
})

test('it is checked again when somebody asks for it', async () => {
  const { asked } = await showService({ findings: [cloud] })
  await region('Doctor').getByRole('button', { name: 'Check again' }).click()
  await expect.poll(() => asked.filter(({ request }) => request === 'GET /api/doctor').length).toBe(2)
})

test('who is no admin sees why the doctor is locked, and the rest of the page', async () => {
  const { asked } = await showService({ role: 'viewer' })
  await expect.element(region('Doctor').getByText(/Needs the role admin/)).toBeVisible()
  await expect.element(region('Doctor').getByRole('button', { name: /Check again/ })).toBeDisabled()
  await expect.element(region('Ollama').getByText('Running')).toBeVisible()
  expect(asked.map(({ request }) => request)).not.toContain('GET /api/doctor')
})

test('a check that fails says why, and can be tried again', async () => {
  await showService({
    answer: (request) => (request === 'GET /api/doctor' ? apiProblem(500, 'internal', 'It failed.') : undefined),
  })
  await expect.element(region('Doctor').getByRole('alert')).toMatchTextContent(/It failed/)
  await expect.element(region('Doctor').getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('components that are not well come first, and are counted', async () => {
  await showService({
    components: [
      componentOf('storage'),
      componentOf('collector:default:running', { status: 'degraded', detail: 'Failed twice.' }),
      componentOf('cache:gpu-box:show', { checked_at: null }),
    ],
  })
  const health = region('Health')
  await expect.element(health.getByText('Degraded, 1 of 3')).toBeVisible()
  const rows = health.getByRole('row')
  await expect
    .element(rows.nth(1))
    .toMatchTextContent(/Polling running models\s*Degraded\s*Failed twice\.\s*2 h\s*1 minute ago/)
  await expect.element(rows.nth(3)).toMatchTextContent(/Cache of model details, gpu-box.*—/)
})

test('on a phone components fold, and what is behind them opens', async () => {
  await page.viewport(390, 844)
  await showService({ components: [componentOf('storage', { detail: 'The last write was successful.' })] })
  const card = region('Health').getByRole('button', { name: /Database/ })
  await expect.element(card).toMatchTextContent(/Healthy.*The last write was successful\./)
  await card.click()
  await expect.element(region('Health').getByText('1 minute ago')).toBeVisible()
})

test('limits tell what is left, how fast it comes back, and when it is all there', async () => {
  await showService()
  const limits = region('Rate limits').getByRole('listitem')
  await expect.element(limits.first()).toMatchTextContent(/Model operations\s*48 of 60\s*60 per minute, full in 0:12/)
  await expect.element(limits.nth(1)).toMatchTextContent(/Pulls\s*20 of 20\s*20 per 5 min, full/)
})

import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { job, modelActivity, runningModel } from './fixtures.ts'
import { apiProblem, serviceOf, showService } from './show-service.tsx'

const ollama = page.getByRole('region', { name: 'Ollama', exact: true })
const button = (name: string | RegExp) => page.getByRole('main').getByRole('button', { name })

beforeEach(() => page.viewport(1440, 900))

test('a restart asks first, and tells what it interrupts', async () => {
  const restarted = Promise.withResolvers<Response>()
  const { asked } = await showService({
    running: [runningModel('qwen3:14b'), runningModel('llama3.2:3b')],
    activity: [modelActivity('qwen3:14b', { requests: 2 })],
    jobs: [job({ model: 'gpt-oss:20b', state: 'running', instance: 'default' })],
    answer: (request) => (request === 'POST /api/service/restart' ? restarted.promise : undefined),
  })
  await expect.element(ollama).toMatchTextContent(/A restart now interrupts\s*2 requests are cut off \(qwen3:14b\)/)
  await button('Restart').click()
  const dialog = page.getByRole('dialog', { name: 'Restart Ollama?' })
  await expect.element(dialog).toMatchTextContent(/2 requests are cut off \(qwen3:14b\)\./)
  await expect.element(dialog).toMatchTextContent(/1 download is interrupted \(gpt-oss:20b\), and can be resumed\./)
  await expect.element(dialog).toMatchTextContent(/2 models are unloaded \(qwen3:14b, llama3\.2:3b\)\./)
  const isSent = () => asked.some(({ request }) => request === 'POST /api/service/restart')
  expect(isSent()).toBe(false)

  await dialog.getByRole('button', { name: 'Restart Ollama' }).click()
  await expect.element(button('Restarting…')).toBeDisabled()
  await expect.element(button('Stop')).toBeDisabled()
  expect(isSent()).toBe(true)
  restarted.resolve(Response.json({ success: true, message: 'Ollama was restarted.', service: serviceOf() }))
  await expect.element(page.getByText('Ollama was restarted')).toBeVisible()
  await expect.element(button('Restart')).toBeEnabled()
})

test('a stop that is thought better of is none', async () => {
  const { asked } = await showService()
  await button('Stop').click()
  const dialog = page.getByRole('dialog', { name: 'Stop Ollama?' })
  await expect.element(dialog).toMatchTextContent(/Nothing of this dashboard is interrupted, and no model is loaded\./)
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  expect(asked.every(({ request }) => request.startsWith('GET '))).toBe(true)
})

test('a server that is down is started at once; why that failed is told, with what it wrote last', async () => {
  const down = serviceOf({ status: 'stopped', running: false, reachable: false, version: null })
  const failed = Response.json(
    {
      ...(await apiProblem(502, 'service_failed', 'Ollama did not answer within 30 s.').json()),
      output: ['listen tcp 127.0.0.1:11434: bind: address already in use'],
    },
    { status: 502 },
  )
  await showService({
    service: down,
    answer: (request) => (request === 'POST /api/service/start' ? failed : undefined),
  })
  await expect.element(button('Stop')).toBeDisabled()
  await button('Start').click()
  await expect.element(ollama.getByRole('alert')).toMatchTextContent(/did not answer within 30 s/)
  await expect.element(ollama.getByRole('region', { name: 'Last lines of its output' })).toMatchTextContent(/in use/)
})

test('what somebody else does to it is told while it is done', async () => {
  await showService({ service: serviceOf({ changing: 'stopping' }) })
  await expect.element(ollama.getByText('Stopping', { exact: true })).toBeVisible()
  await expect.element(button('Stopping…')).toBeDisabled()
})

test('where the dashboard cannot act it says why, with the command to copy', async () => {
  const reason = 'systemd runs it as ollama.service. This user may not control it. Run: sudo systemctl restart ollama'
  await showService({ service: serviceOf({ can_control: false, reason }) })
  await expect.element(button('Restart')).toBeDisabled()
  await expect
    .element(ollama.getByText('systemd runs it as ollama.service. This user may not control it.'))
    .toBeVisible()
  await expect.element(ollama.getByText('sudo systemctl restart ollama', { exact: true })).toBeVisible()
  await expect.element(ollama.getByRole('button', { name: 'Copy command' })).toBeVisible()
})

test('a viewer sees how it stands, and what is missing to change it', async () => {
  await showService({ role: 'viewer' })
  await expect.element(ollama.getByText('Running')).toBeVisible()
  await expect.element(button(/^Restart/)).toBeDisabled()
  await expect.element(button(/^Restart/)).toHaveAttribute('title', 'Needs the role admin')
  await expect.element(ollama).toMatchTextContent(/Needs the role admin to start, stop and restart it here\./)
})

const line = { at: '2026-08-21T12:00:00Z', level: 'warn', text: 'runtime OOM detected', explanation: null } as const
const log = page.getByRole('region', { name: 'Log', exact: true })

test('the log is followed, with what known messages mean, and filtered', async () => {
  await showService({
    log: [
      { ...line, text: 'Listening on 127.0.0.1:11434', level: 'info' },
      { ...line, explanation: 'The model did not fit into memory.' },
    ],
  })
  await expect.element(log.getByText('Following the journal of ollama.service')).toBeVisible()
  const lines = log.getByRole('listitem')
  await expect.element(lines.nth(1)).toMatchTextContent(/warn.*runtime OOM detected.*did not fit into memory/)
  await log.getByRole('textbox', { name: 'Filter the log' }).fill('LISTEN')
  await expect.element(lines.nth(1)).not.toBeInTheDocument()
  await expect.element(lines.first()).toMatchTextContent(/Listening/)
  await log.getByRole('textbox', { name: 'Filter the log' }).fill('nowhere')
  await expect.element(log.getByText('No matching lines')).toBeVisible()
  await log.getByRole('button', { name: 'Pause' }).click()
  await expect.element(log.getByText(/^Paused: the journal/)).toBeVisible()
})

test('where there is no log that is said, and nothing has failed', async () => {
  await showService()
  await expect.element(log.getByText('No log to show')).toBeVisible()
  await expect.element(log.getByText('The log is on the machine of the server.')).toBeVisible()
  await expect.element(log.getByRole('alert')).not.toBeInTheDocument()
})

test('the log of a simulated Ollama is not asked for', async () => {
  const demo = {
    name: 'default',
    is_default: true,
    url: 'http://127.0.0.1:40000',
    local: true,
    reachable: true,
    version: '0.32.15',
    last_answer_at: null,
    problem: null,
    demo: { tried: '127.0.0.1:11434', reason: 'connection refused' },
  }
  const { asked } = await showService({
    answer: (request) => (request === 'GET /api/instances' ? Response.json({ instances: [demo] }) : undefined),
  })
  await expect.element(log.getByText('The simulated Ollama writes no log.')).toBeVisible()
  expect(asked.some(({ request }) => request === 'GET /api/service/logs')).toBe(false)
})

test('the dashboard reads its configuration again; a mistake in it is told, and changes nothing', async () => {
  const refused = apiProblem(409, 'configuration_invalid', 'PORT must be a number.')
  const { asked } = await showService({
    answer: (request) => (request === 'POST /api/reload_app' ? refused : undefined),
  })
  await button('Reload').click()
  await expect
    .element(page.getByRole('region', { name: 'Dashboard' }).getByRole('alert'))
    .toMatchTextContent(/PORT must be a number\./)
  expect(asked.filter(({ request }) => request.startsWith('POST'))).toHaveLength(1)
})

test('the dashboard is killed only after what that means was read', async () => {
  const { asked } = await showService()
  await button('Kill').click()
  const dialog = page.getByRole('dialog', { name: 'Kill the dashboard?' })
  await expect.element(dialog).toMatchTextContent(/exit code 70.*break off.*only if something starts it again/)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(asked.filter(({ request }) => request.startsWith('POST'))).toEqual([])
  await button('Kill').click()
  await dialog.getByRole('button', { name: 'Kill the dashboard' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(asked.filter(({ request }) => request.startsWith('POST'))).toMatchObject([
    { request: 'POST /api/force_kill', body: { confirm: true } },
  ])
})

import { expect, test } from 'vitest'
import { systemd } from '../src/service/managers/systemd.ts'
import { recordedPrograms, type Said } from './recorded-programs.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11434') }

/** As systemctl of systemd 255 prints it for the unit that Ollama's installer makes. */
const shown = (more: Partial<Record<string, string>> = {}) =>
  Object.entries({
    LoadState: 'loaded',
    ActiveState: 'active',
    MainPID: '812',
    ActiveEnterTimestampMonotonic: '12000000',
    Environment: 'PATH=/usr/local/sbin:/usr/bin',
    EnvironmentFiles: '',
    ...more,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

const answering = (show: string, others: Readonly<Record<string, Said>> = {}) =>
  recordedPrograms((call) => (call.includes(' show ') ? show : others[call.split(' ')[0] ?? '']))

test('a unit of the system is started, stopped and restarted without a question for a password', async () => {
  const { host, calls } = answering(shown(), { pkcheck: '', systemctl: '' })
  const managed = await systemd(host, 'system')(server, never)
  expect(managed).toMatchObject({
    manager: 'systemd',
    isRunning: true,
    pid: 812,
    refusal: null,
    commands: { restart: 'sudo systemctl restart ollama' },
  })
  for (const action of ['start', 'stop', 'restart'] as const) await managed?.[action]?.(never)
  expect(calls).toEqual([
    'systemctl show ollama.service --property=LoadState,ActiveState,MainPID,ActiveEnterTimestampMonotonic,Environment,EnvironmentFiles',
    `pkcheck --action-id org.freedesktop.systemd1.manage-units --process ${process.pid}`,
    'systemctl --no-ask-password start ollama.service',
    'systemctl --no-ask-password stop ollama.service',
    'systemctl --no-ask-password restart ollama.service',
  ])
})

test('a unit of the user needs no permission, and is asked of the systemd of the user', async () => {
  const { host, calls } = answering(shown(), { systemctl: '' })
  const managed = await systemd(host, 'user')(server, never)
  expect(managed).toMatchObject({ refusal: null, commands: { stop: 'systemctl --user stop ollama' } })
  await managed?.stop(never)
  expect(calls.map((call) => call.split(' ').slice(0, 4).join(' '))).toEqual([
    'systemctl --user show ollama.service',
    'systemctl --user --no-ask-password stop',
  ])
})

test.each([
  ['is not installed', shown({ LoadState: 'not-found' })],
  ['is masked', shown({ LoadState: 'masked' })],
  ['serves another port', shown({ Environment: 'PATH=/usr/bin "OLLAMA_HOST=0.0.0.0:11500"' })],
])('a unit that %s does not run the server', async (_, show) => {
  const { host } = answering(show)
  expect(await systemd(host, 'system')(server, never)).toBeNull()
})

test.each([
  ['says the port', shown({ Environment: 'OLLAMA_HOST=0.0.0.0:11434' })],
  ['may say it in a file', shown({ EnvironmentFiles: '/etc/default/ollama (ignore_errors=no)' })],
  ['is stopped', shown({ ActiveState: 'inactive', MainPID: '0' })],
])('a unit that %s runs the server', async (_, show) => {
  const { host } = answering(show, { pkcheck: '' })
  expect(await systemd(host, 'system')(server, never)).toMatchObject({
    isRunning: show.includes('active\nMainPID=812'),
  })
})

test('without systemd nothing is found', async () => {
  const { host } = recordedPrograms(() => undefined)
  expect(await systemd(host, 'system')(server, never)).toBeNull()
})

test('a user whom polkit does not let is told so', async () => {
  const { host } = answering(shown(), { pkcheck: { exitCode: 2 } })
  expect(await systemd(host, 'system')(server, never)).toMatchObject({
    refusal: 'This user may not manage units of the system.',
  })
})

test.each([
  [
    'is not permitted',
    { exitCode: 1, stderr: 'Failed to start ollama.service: Interactive authentication required.\n' },
    { name: 'NotPermitted' },
  ],
  [
    'fails',
    { exitCode: 1, stderr: 'Job for ollama.service failed.\nSee "systemctl status ollama.service".\n' },
    {
      name: 'ManagerFailed',
      message: 'systemctl failed with exit code 1.',
      output: ['Job for ollama.service failed.', 'See "systemctl status ollama.service".'],
    },
  ],
  ['hangs', { outcome: 'timeout' as const, exitCode: null }, { message: 'systemctl did not end within 35 s.' }],
])('a start that %s is told as that', async (_, said, failure) => {
  const { host } = answering(shown(), { pkcheck: '', systemctl: said })
  const managed = await systemd(host, 'system')(server, never)
  await expect(managed?.start(never)).rejects.toMatchObject(failure)
})

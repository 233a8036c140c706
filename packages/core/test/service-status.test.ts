import { expect, test } from 'vitest'
import type { Instance } from '../src/instances/instance.ts'
import { connectionFailure } from '../src/ollama/errors/connection-errors.ts'
import { notOllama, ollamaFailure } from '../src/ollama/errors/ollama-errors.ts'
import type { FindManager } from '../src/service/find-manager.ts'
import { lookAt, type ServiceControl, statusOf } from '../src/service/service-status.ts'
import { managedBy } from './managed-by.ts'
import { refused, stubInstance } from './stub-ollama.ts'

const never = new AbortController().signal

const serviceStatus = async (instance: Instance, find: FindManager, control: ServiceControl = 'auto') =>
  statusOf(await lookAt(instance, never, { find, control }), null)

test('a server that answers is running, whoever manages it', async () => {
  const { instance, clock } = stubInstance()
  await clock.advance(0)
  expect(await serviceStatus(instance, async () => managedBy().managed)).toEqual({
    running: true,
    status: 'running',
    reachable: true,
    version: '0.32.15',
    url: 'http://127.0.0.1:11434',
    local: true,
    manager: 'systemd',
    can_control: true,
    changing: null,
    reason: 'The unit ollama.service of systemd runs it.',
    pid: 42,
    uptime_seconds: 3600,
  })
})

test('a server that does not answer is stopped, though a process of that name is there', async () => {
  const { instance } = stubInstance({ loaded: async () => Promise.reject(refused()) })
  const status = await serviceStatus(instance, async () => managedBy().managed)
  expect(status).toMatchObject({ running: false, status: 'stopped', reachable: false, version: null, pid: 42 })
})

test.each([
  [
    'a certificate that is not trusted',
    () => connectionFailure(Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' })),
  ],
  ['a proxy in front', () => ollamaFailure({ status: 502, body: '<html>502</html>' })],
  ['something else at the address', () => notOllama()],
])('with %s it is not known whether it runs, and nothing claims so', async (_, failure) => {
  const { instance } = stubInstance({ loaded: async () => Promise.reject(failure()) })
  const status = await serviceStatus(instance, async () => managedBy().managed)
  expect(status).toMatchObject({ running: false, status: 'unreachable', reachable: false, version: null })
})

test('on another machine no manager is looked for, and no credentials are shown', async () => {
  const { instance } = stubInstance({}, { url: new URL('http://user:secret@gpu-box:11434') })
  const status = await serviceStatus(instance, async () => Promise.reject(new Error('not expected to be asked')))
  expect(status).toMatchObject({ local: false, manager: 'none', url: 'http://gpu-box:11434' })
})

test.each<[string, Parameters<typeof managedBy>[0], ServiceControl, string]>([
  [
    'its manager does not let this user',
    { refusal: 'This user may not.' },
    'auto',
    'This user may not. Run: sudo systemctl restart ollama',
  ],
  ['SERVICE_CONTROL is off', {}, 'off', 'SERVICE_CONTROL=off'],
  [
    'SERVICE_CONTROL is on, and it is of another user',
    { manager: 'process', refusal: 'It belongs to another user.' },
    'on',
    'another user',
  ],
])('a server is not controlled where %s, and the status tells what to do', async (_, more, control, told) => {
  const { instance } = stubInstance()
  const status = await serviceStatus(instance, async () => managedBy(more).managed, control)
  expect(status).toMatchObject({ can_control: false, reason: expect.stringContaining(told) })
})

test('SERVICE_CONTROL=on says that a rule allows the unit, which the policy in general does not', async () => {
  const { instance } = stubInstance()
  const { managed } = managedBy({ refusal: 'This user may not manage units of the system.' })
  const status = await serviceStatus(instance, async () => managed, 'on')
  expect(status).toMatchObject({ can_control: true, reason: 'The unit ollama.service of systemd runs it.' })
})

test('in a demo no manager is looked for, and the status says why nothing can be started', async () => {
  const { instance } = stubInstance({}, { demo: { tried: 'http://127.0.0.1:11434', reason: 'Nothing listens.' } })
  const status = await serviceStatus(instance, async () => Promise.reject(new Error('not expected to be asked')))
  expect(status).toMatchObject({ can_control: false, reason: 'This is a simulated server.' })
})

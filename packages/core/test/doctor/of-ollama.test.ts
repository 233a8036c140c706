import { expect, test } from 'vitest'
import { cloud } from '../../src/doctor/checks/cloud.ts'
import { network } from '../../src/doctor/checks/network.ts'
import { origins } from '../../src/doctor/checks/origins.ts'
import { vulnerable } from '../../src/doctor/checks/vulnerable.ts'
import { installedModel } from '../stub-ollama.ts'
import { aPatient, type PatientCase } from './patient.ts'

const { signal } = new AbortController()
const open = { status: 200, text: '{"version":"0.32.15"}' }
const there = 'http://gpu-box:11434'

test.each<[string, PatientCase, object]>([
  [
    'answers its private address',
    { replies: { '192.168.1.5:11434/api/version': open }, variables: { OLLAMA_HOST: '0.0.0.0' } },
    {
      severity: 'warning',
      evidence: expect.stringMatching(/at 192\.168\.1\.5:11434, as OLLAMA_HOST=0\.0\.0\.0 in the environment/),
      remedy: expect.objectContaining({ command: expect.stringContaining('Environment="OLLAMA_HOST=127.0.0.1"') }),
    },
  ],
  [
    'answers a public address too',
    {
      addresses: ['192.168.1.5', '203.0.113.9'],
      replies: { '192.168.1.5:11434/api/version': open, '203.0.113.9:11434/api/version': open },
    },
    { severity: 'critical', evidence: expect.stringContaining('192.168.1.5:11434, 203.0.113.9:11434') },
  ],
  [
    'answers an IPv6 address',
    { addresses: ['fd00::5'], replies: { '[fd00::5]:11434/api/version': open } },
    { severity: 'warning', evidence: expect.stringContaining('[fd00::5]:11434') },
  ],
  ['refuses', {}, { severity: 'ok', evidence: expect.stringContaining('only this machine'), remedy: null }],
  [
    'requires a key',
    { replies: { '192.168.1.5:11434/api/version': { status: 401 } } },
    { severity: 'ok', evidence: expect.stringContaining('requires a key') },
  ],
  ['says nothing', { replies: { '192.168.1.5:11434/api/version': 'ETIMEDOUT' } }, { severity: 'unknown' }],
  ['has no network', { addresses: [] }, { severity: 'ok' }],
  [
    'runs in a container',
    { manager: 'docker', replies: { '192.168.1.5:11434/api/version': open } },
    { severity: 'warning', remedy: { text: expect.stringContaining('-p 127.0.0.1:11434:11434'), command: null } },
  ],
  [
    'is on another machine, and open',
    { url: there, replies: { 'gpu-box:11434/api/version': open } },
    { severity: 'warning', remedy: expect.objectContaining({ command: null }) },
  ],
  [
    'is on another machine, behind a key',
    { url: there, replies: { 'gpu-box:11434/api/version': { status: 401 } } },
    { severity: 'ok' },
  ],
  ['is on another machine, and gone', { url: there }, { severity: 'unknown' }],
])('from the network: it %s', async (_, of, verdict) => {
  expect(await network.look(await aPatient(of), signal)).toMatchObject(verdict)
})

const version = '127.0.0.1:11434/api/version'

test.each<[string, PatientCase, object]>([
  [
    'to all',
    {
      replies: { [version]: { ...open, headers: { 'access-control-allow-origin': '*' } } },
      variables: { OLLAMA_ORIGINS: '*' },
    },
    {
      severity: 'warning',
      evidence: expect.stringContaining('OLLAMA_ORIGINS=*'),
      remedy: expect.objectContaining({ command: expect.stringContaining('UnsetEnvironment=OLLAMA_ORIGINS') }),
    },
  ],
  ['to none but local ones', { replies: { [version]: { status: 403 } } }, { severity: 'ok' }],
  ['to none, by a proxy that allows no page to read it', { replies: { [version]: open } }, { severity: 'unknown' }],
  ['to nobody who has no key', { replies: { [version]: { status: 401 } } }, { severity: 'unknown' }],
])('of websites: it answers %s', async (_, of, verdict) => {
  expect(await origins.look(await aPatient(of), signal)).toMatchObject(verdict)
})

test('a server that is down cannot be asked, and nobody says that it is safe', async () => {
  await expect((async () => origins.look(await aPatient(), signal))()).rejects.toThrow('refused the connection')
})

test.each([
  ['0.1.33', 'critical', /CVE-2024-37032/],
  ['0.3.14', 'critical', /CVE-2025-0317.*CVE-2024-12055/],
  ['0.4.0', 'critical', /CVE-2026-7482/],
  ['0.17.1-rc0', 'critical', /CVE-2026-103663/],
  ['0.32.15', 'critical', /has 3: CVE-2026-103663 .*CVE-2026-108836 .*CVE-2026-85180/],
  ['0.34.2', 'critical', /has one: CVE-2026-103663/],
  ['0.34.1', 'critical', /has 2: CVE-2026-103663 .*CVE-2026-108836/],
  ['0.35.0', 'ok', /As of 2026-\d\d-\d\d none is known of 0\.35\.0/],
  ['0.0.0', 'unknown', /built without a version/],
])('version %s is %s', async (version, severity, evidence) => {
  const verdict = await vulnerable.look(await aPatient({ version }), signal)
  expect(verdict).toMatchObject({ severity, evidence: expect.stringMatching(evidence) })
  if (severity === 'critical') expect(verdict.remedy?.command).toBe('curl -fsSL https://ollama.com/install.sh | sh')
})

test.each([
  ['0.13.5', true],
  ['0.13.6', false],
  ['0.11.4', false],
  ['0.11.5', true],
])('of %s: what came later, or ended, is not said of it (CVE-2025-15514: %s)', async (version, has) => {
  const { evidence } = await vulnerable.look(await aPatient({ version }), signal)
  expect(evidence.includes('CVE-2025-15514')).toBe(has)
})

test.each<[string, PatientCase, boolean]>([
  ['on Windows', { platform: 'win32' }, true],
  ['on Linux', { platform: 'linux' }, false],
  ['on another machine, of which nobody knows the system', { url: 'http://box:11434', platform: 'linux' }, true],
])('%s: what only Windows has is said there', async (_, of, isSaid) => {
  const { evidence } = await vulnerable.look(await aPatient({ version: '0.23.2', ...of }), signal)
  expect(evidence.includes('CVE-2026-42248 (on Windows, ')).toBe(isSaid)
})

const status = '127.0.0.1:11434/api/status'
const told = (disabled: boolean) => ({ status: 200, text: JSON.stringify({ cloud: { disabled, source: 'none' } }) })

test.each<[string, PatientCase, object]>([
  ['off', { replies: { [status]: told(true) } }, { severity: 'ok' }],
  [
    'on, and none is installed',
    { replies: { [status]: told(false) } },
    {
      severity: 'info',
      evidence: expect.stringContaining('None is installed.'),
      remedy: expect.objectContaining({ command: expect.stringContaining('OLLAMA_NO_CLOUD=1') }),
    },
  ],
  [
    'on, and in use',
    { replies: { [status]: told(false) }, installed: [installedModel('glm-5:cloud', { remote: true })] },
    { severity: 'info', evidence: expect.stringContaining('Installed: glm-5:cloud.') },
  ],
  ['not told yet', { version: '0.13.0', replies: { [status]: { status: 404 } } }, { severity: 'unknown' }],
  ['not there yet', { version: '0.11.10' }, { severity: 'ok' }],
  ['told in another form', { replies: { [status]: { status: 200, text: '<html>' } } }, { severity: 'unknown' }],
])('cloud models are %s', async (_, of, verdict) => {
  expect(await cloud.look(await aPatient(of), signal)).toMatchObject(verdict)
})

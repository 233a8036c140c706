import { expect, test } from 'vitest'
import { dashboardAccess, dashboardData } from '../../src/doctor/checks/dashboard.ts'
import { reachable } from '../../src/doctor/checks/reachable.ts'
import type { Patient } from '../../src/doctor/patient.ts'
import { refused, stubInstance } from '../stub-ollama.ts'
import { aPatient } from './patient.ts'

const { signal } = new AbortController()
const loopback = { address: '127.0.0.1:5000', isLoopback: true, isTls: false, isBehindProxy: false }
const onNetwork = { ...loopback, address: '0.0.0.0:5000', isLoopback: false }

test.each<[string, Partial<Patient>, string]>([
  ['this machine alone, without keys', { exposure: loopback, needsKey: false }, 'ok'],
  [
    'a proxy on this machine, without keys',
    { exposure: { ...loopback, isBehindProxy: true }, needsKey: false },
    'unknown',
  ],
  ['the network, without keys', { exposure: onNetwork, needsKey: false }, 'critical'],
  ['the network, with keys in plain text', { exposure: onNetwork }, 'warning'],
  ['the network, with keys over TLS', { exposure: { ...onNetwork, isTls: true } }, 'ok'],
  ['the network, with keys behind a proxy', { exposure: { ...onNetwork, isBehindProxy: true } }, 'unknown'],
  ['nobody knows whom', { exposure: undefined }, 'unknown'],
])('the dashboard listens to %s', async (_, more, severity) => {
  const verdict = await dashboardAccess.look(await aPatient({ more }), signal)
  expect(verdict.severity).toBe(severity)
  if (severity === 'critical') expect(verdict.remedy?.command).toContain('API_KEY_ADMIN')
})

test.each([
  ['closed', 0o40700, 0o100644, 'ok', undefined],
  ['open for its group', 0o40750, 0o100644, 'ok', undefined],
  ['open, with files of its owner alone', 0o40755, 0o100600, 'ok', undefined],
  ['open, with files for all', 0o40755, 0o100644, 'warning', 'chmod 700 /var/lib/ollama-dashboard'],
])('a data folder is %s', async (_, folder, file, severity, command) => {
  const modes = { '/var/lib/ollama-dashboard': folder, '/var/lib/ollama-dashboard/chats.json': file }
  const verdict = await dashboardData.look(await aPatient({ modes }), signal)
  expect([verdict.severity, verdict.remedy?.command]).toEqual([severity, command])
})

test('a data folder that is not there yet is no fault', async () => {
  expect(await dashboardData.look(await aPatient(), signal)).toMatchObject({ severity: 'ok' })
})

test('an Ollama that is down is the worst of all, with the command that starts it', async () => {
  expect(await reachable.look(await aPatient(), signal)).toMatchObject({ severity: 'ok' })
  const { instance } = stubInstance({ loaded: async () => Promise.reject(refused()) })
  const patient = await aPatient({ more: { instance } })
  expect(await reachable.look(patient, signal)).toEqual({
    severity: 'critical',
    evidence: 'http://127.0.0.1:11434: Ollama refused the connection.',
    remedy: { text: 'Start Ollama.', command: 'sudo systemctl restart ollama' },
  })
})

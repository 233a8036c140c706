import { expect, test } from 'vitest'
import { createDoctor } from '../../src/doctor/doctor.ts'
import { type DoctorTools, systemTools } from '../../src/doctor/patient.ts'
import type { InstanceOptions } from '../../src/instances/instance.ts'
import { createInstances } from '../../src/instances/instances.ts'
import { localActor, systemContext } from '../../src/kernel/call-context.ts'
import { defaultMemoryConfig } from '../../src/memory/memory-estimate.ts'
import { caller } from '../caller.ts'
import { simulatedCore } from '../simulated.ts'
import { stubInstance } from '../stub-ollama.ts'

const hanging = () => new Promise<never>(() => {})

function aDoctor(tools: Partial<DoctorTools> = {}, options: Partial<InstanceOptions> = {}) {
  const { instance, clock, background } = stubInstance({}, options)
  const doctor = createDoctor({
    instances: createInstances([instance]),
    addresses: [{ name: 'default' }],
    host: { latest: async () => null, health: () => [], modelsFolder: () => null, driver: () => null },
    rules: defaultMemoryConfig,
    dataDir: '/data',
    needsKey: false,
    exposure: { address: '127.0.0.1:5000', isLoopback: true, isTls: false, isBehindProxy: false },
    clock,
    background,
    tools: {
      ...systemTools({ keeperOf: async () => ({ manager: 'none', pid: null, command: 'ollama serve' }) }),
      ask: async () => ({ status: 403, header: () => null, text: '' }),
      addresses: () => [],
      modeOf: async () => 0o700,
      ...tools,
    },
  })
  const severities = async (report: ReturnType<typeof doctor.check>) =>
    Object.fromEntries((await clock.until(report)).findings.map(({ id, severity }) => [id, severity]))
  return { doctor, clock, background, severities }
}

test('each check has a finding, in the same order, whatever it is about', async () => {
  const { core } = await simulatedCore()
  const { findings, instance } = await core.doctor.check(caller(), {})
  expect(instance).toBe('default')
  expect(findings.map(({ id }) => id)).toEqual([
    'reachable',
    'network',
    'origins',
    'vulnerabilities',
    'cloud',
    'models_folder',
    'gpu',
    'parallel',
    'disk',
    'clock',
    'dashboard_access',
    'dashboard_data',
  ])
  const severityOf = (id: string) => findings.find((finding) => finding.id === id)?.severity
  expect(['reachable', 'network', 'origins', 'cloud'].map(severityOf)).toEqual(['ok', 'ok', 'ok', 'info'])
})

test('what hangs is unknown after its time, and keeps no other check', async () => {
  const { doctor, severities } = aDoctor({ ask: hanging, keeperOf: hanging })
  expect(await severities(doctor.check(systemContext, {}))).toMatchObject({
    reachable: 'ok',
    origins: 'unknown',
    models_folder: 'unknown',
    dashboard_access: 'ok',
    dashboard_data: 'ok',
  })
})

test('a fault of the dashboard is unknown to whoever asks, and reported', async () => {
  const { doctor, background, severities } = aDoctor({
    modeOf: async () => {
      throw new TypeError('a mistake')
    },
  })
  expect(await severities(doctor.check(systemContext, {}))).toMatchObject({ dashboard_data: 'unknown' })
  expect(background.failures()).toMatchObject([{ work: 'the check "dashboard_data"', count: 1 }])
})

test('a file that cannot be read is a reason, not a fault', async () => {
  const denied = async () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }))
  const { doctor, background, clock } = aDoctor({ modeOf: denied })
  const { findings } = await clock.until(doctor.check(systemContext, {}))
  expect(findings.find(({ id }) => id === 'dashboard_data')?.evidence).toBe('It cannot be read (EACCES).')
  expect(background.failures()).toEqual([])
})

test('a caller who leaves ends it', async () => {
  const leaving = new AbortController()
  const { doctor } = aDoctor({ ask: hanging })
  const report = doctor.check({ actor: localActor, signal: leaving.signal }, {})
  leaving.abort()
  await expect(report).rejects.toThrow('abort')
})

test('of a simulated server each finding says so, and those of the dashboard are real', async () => {
  const demo = { tried: '127.0.0.1:11434', reason: 'connection refused' }
  const { doctor, clock } = aDoctor(
    { ask: async () => Promise.reject(new Error('not expected to be asked')) },
    { demo },
  )
  const { findings } = await clock.until(doctor.check(systemContext, {}))
  const real = findings.filter(({ evidence }) => !evidence.startsWith('Simulated: '))
  expect(real.map(({ id }) => id)).toEqual(['dashboard_access', 'dashboard_data'])
})

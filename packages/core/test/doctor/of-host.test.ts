import { expect, test } from 'vitest'
import { clock } from '../../src/doctor/checks/clock.ts'
import { disk } from '../../src/doctor/checks/disk.ts'
import { gpu } from '../../src/doctor/checks/gpu.ts'
import { modelsFolder } from '../../src/doctor/checks/models-folder.ts'
import { parallel } from '../../src/doctor/checks/parallel.ts'
import { loadedModel } from '../stub-ollama.ts'
import { aGpu, aPatient, type PatientCase } from './patient.ts'

const { signal } = new AbortController()
const there = { url: 'http://gpu-box:11434' }
const folder = '/usr/share/ollama/.ollama/models'

test.each<[string, PatientCase, object]>([
  ['only its owner', { modes: { [folder]: 0o40755, [`${folder}/blobs`]: 0o40755 } }, { severity: 'ok' }],
  [
    'everybody',
    { modes: { [folder]: 0o40755, [`${folder}/blobs`]: 0o40777 } },
    {
      severity: 'warning',
      evidence: expect.stringContaining(`${folder}/blobs`),
      remedy: expect.objectContaining({ command: `sudo chmod -R o-w ${folder}` }),
    },
  ],
  [
    'everybody, where its own variable has it',
    { variables: { OLLAMA_MODELS: '/data/my models' }, modes: { '/data/my models': 0o40777 } },
    { severity: 'warning', remedy: expect.objectContaining({ command: "sudo chmod -R o-w '/data/my models'" }) },
  ],
  ['nobody knows who', {}, { severity: 'unknown', evidence: `${folder} is not there.` }],
  ['nobody asks who, on Windows', { platform: 'win32' }, { severity: 'unknown' }],
  ['nobody sees who, on another machine', there, { severity: 'unknown' }],
])('the models folder: %s may write to it', async (_, of, verdict) => {
  expect(await modelsFolder.look(await aPatient(of), signal)).toMatchObject(verdict)
})

const onProcessor = loadedModel('llama3:8b', { sizeVram: 0 })

test.each<[string, PatientCase, object]>([
  ['in use', { stats: { gpus: [aGpu] }, loaded: [loadedModel('llama3:8b')] }, { severity: 'ok' }],
  [
    'there, and models are on the processor',
    { stats: { gpus: [aGpu] }, loaded: [onProcessor] },
    {
      severity: 'warning',
      evidence: 'NVIDIA GeForce RTX 3090 is there, and llama3:8b (6 GB) runs on the processor alone.',
      remedy: expect.objectContaining({ command: expect.stringContaining('journalctl -u ollama') }),
    },
  ],
  ['there, and nothing is loaded', { stats: { gpus: [aGpu] } }, { severity: 'unknown' }],
  ['not there', { loaded: [onProcessor] }, { severity: 'info', remedy: null }],
  [
    'behind a driver that fails',
    { readings: [{ name: 'gpu', status: 'degraded', detail: 'Driver/library version mismatch.' }] },
    { severity: 'warning', evidence: 'Driver/library version mismatch.' },
  ],
  [
    'too new for its driver',
    { version: '0.30.0', driver: 'NVIDIA 535.183.01', stats: { gpus: [aGpu] }, loaded: [onProcessor] },
    {
      severity: 'warning',
      evidence: expect.stringContaining('with driver 550 or newer, and this is NVIDIA 535.183.01'),
      remedy: { text: 'Install NVIDIA driver 550 or newer, then restart.', command: null },
    },
  ],
  [
    'of a generation that takes a newer driver yet',
    { driver: 'NVIDIA 550.54.14', stats: { gpus: [{ ...aGpu, name: 'NVIDIA GeForce GTX 1070' }] } },
    { severity: 'warning', evidence: expect.stringContaining('with driver 570 or newer') },
  ],
  ['new enough', { driver: 'NVIDIA 550.54.14', stats: { gpus: [aGpu] } }, { severity: 'unknown' }],
  [
    'used by an Ollama that takes older drivers',
    { version: '0.24.0', driver: 'NVIDIA 535.183.01', stats: { gpus: [aGpu] } },
    { severity: 'unknown' },
  ],
  [
    'used through Vulkan all the same',
    { driver: 'NVIDIA 535.183.01', stats: { gpus: [aGpu] }, loaded: [loadedModel('llama3:8b')] },
    { severity: 'ok' },
  ],
  ['not read yet', { stats: { gpus_known: false } }, { severity: 'unknown' }],
  ['on another machine', there, { severity: 'unknown' }],
])('a GPU is %s', async (_, of, verdict) => {
  expect(await gpu.look(await aPatient(of), signal)).toMatchObject(verdict)
})

const spilt = loadedModel('qwen3:14b', { size: 30e9, sizeVram: 20e9, contextLength: 32_768 })

test.each<[string, PatientCase, object]>([
  ['one', { loaded: [spilt] }, { severity: 'ok' }],
  [
    'four, which do not fit',
    { variables: { OLLAMA_NUM_PARALLEL: '4' }, loaded: [spilt] },
    {
      severity: 'warning',
      evidence: expect.stringContaining('qwen3:14b (4 contexts of 32,768, 10 GB of it outside of the GPU)'),
      remedy: expect.objectContaining({ command: expect.stringContaining('OLLAMA_NUM_PARALLEL=1') }),
    },
  ],
  ['four, which fit', { variables: { OLLAMA_NUM_PARALLEL: '4' }, loaded: [loadedModel('a')] }, { severity: 'ok' }],
  ['four, and nothing is loaded', { variables: { OLLAMA_NUM_PARALLEL: '4' } }, { severity: 'unknown' }],
  ['who knows how many', { variables: null }, { severity: 'unknown' }],
  ['who knows how many, on another machine', there, { severity: 'unknown' }],
])('a model answers at once: %s', async (_, of, verdict) => {
  expect(await parallel.look(await aPatient(of), signal)).toMatchObject(verdict)
})

test.each<[string, PatientCase, object]>([
  ['roomy', { readings: [{ name: 'disk', detail: '40 % used.' }] }, { severity: 'ok', evidence: '/: 40 % used.' }],
  ['nearly full', { readings: [{ name: 'disk', status: 'degraded' }] }, { severity: 'warning' }],
  ['full', { readings: [{ name: 'disk', status: 'unhealthy' }] }, { severity: 'critical' }],
  ['not measured', { stats: { disk: null }, readings: [{ name: 'disk' }] }, { severity: 'unknown' }],
])('a disk is %s', async (_, of, verdict) => {
  expect(await disk.look(await aPatient(of), signal)).toMatchObject(verdict)
})

const asked = 'timedatectl show --property=NTPSynchronized --value'
const at = (date: string) => ({ 'gpu-box:11434/api/version': { status: 200, headers: { date } } })

test.each<[string, PatientCase, object]>([
  ['synchronised', { programs: { [asked]: 'yes\n' } }, { severity: 'ok' }],
  [
    'left alone',
    { programs: { [asked]: 'no\n' } },
    { severity: 'warning', remedy: expect.objectContaining({ command: 'sudo timedatectl set-ntp true' }) },
  ],
  ['nobody knows how, without timedatectl', {}, { severity: 'unknown' }],
  [
    'as that of the other machine',
    { ...there, now: '2026-08-21T12:00:02Z', replies: at('Fri, 21 Aug 2026 12:00:00 GMT') },
    { severity: 'ok' },
  ],
  [
    'another than that of the other machine',
    { ...there, now: '2026-08-21T12:00:00Z', replies: at('Fri, 21 Aug 2026 11:58:00 GMT') },
    { severity: 'warning', evidence: expect.stringMatching(/1[12]\d s behind/) },
  ],
  [
    'not told by the other machine',
    { ...there, replies: { 'gpu-box:11434/api/version': { status: 200 } } },
    { severity: 'unknown' },
  ],
])('the clock is %s', async (_, of, verdict) => {
  expect(await clock.look(await aPatient(of), signal)).toMatchObject(verdict)
})

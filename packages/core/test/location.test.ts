import type { SystemStats } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { isLocal } from '../src/instances/location.ts'
import { lookAt, statusOf } from '../src/service/service-status.ts'
import { memoryOf } from '../src/system/local-host.ts'
import { usableMemory } from '../src/system/memory/host-memory.ts'
import { loadedModel, stubInstance } from './stub-ollama.ts'

const gib = 2 ** 30

test.each([
  ['http://127.0.0.1:11434', 'auto', true],
  ['http://gpu-box:11434', 'auto', false],
  ['http://127.0.0.1:11434', 'remote', false],
  ['http://host.docker.internal:11434', 'local', true],
] as const)('a server at %s that is said to be %s: local is %j', (url, location, local) => {
  expect(isLocal({ url: new URL(url), location, isElsewhere: () => false })).toBe(local)
})

test('a server that holds more on GPUs than this machine has is behind a tunnel', async () => {
  let loaded = [loadedModel('a', { size: 40 * gib, sizeVram: 40 * gib })]
  let here: number | null = 24 * gib
  const { instance } = stubInstance({ loaded: async () => loaded }, { maxOnGpus: () => here })
  await instance.loaded.read()
  expect(isLocal(instance)).toBe(false)
  loaded = []
  await instance.loaded.refresh()
  expect(isLocal(instance), 'it does not come here when the model is unloaded').toBe(false)
  here = 48 * gib
  expect(isLocal(instance), 'a card whose driver came late').toBe(true)
})

test('a server stays here when a card is unplugged, though it held more before than is left', async () => {
  let loaded = [loadedModel('a', { size: 20 * gib, sizeVram: 20 * gib })]
  let here = 24 * gib
  const { instance } = stubInstance({ loaded: async () => loaded }, { maxOnGpus: () => here })
  await instance.loaded.read()
  loaded = []
  here = 0
  await instance.loaded.refresh()
  expect(isLocal(instance)).toBe(true)
})

test('while the GPUs of this machine are not known there is no doubt', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => null })
  await instance.loaded.read()
  expect(isLocal(instance)).toBe(true)
})

test('a configured location overrides what the memory use suggests', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => 0, location: 'local' })
  await instance.loaded.read()
  expect(isLocal(instance)).toBe(true)
})

test('in a container that was not given the GPU nothing is claimed of memory, whatever a person says of the server', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => 0, location: 'local' })
  await instance.loaded.read()
  expect(usableMemory(instance, hostWithoutGpu)).toBeNull()
})

test('the service status says why a server counts as remote', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => 0 })
  await instance.loaded.read()
  const find = () => Promise.reject(new Error('asked'))
  const status = statusOf(await lookAt(instance, new AbortController().signal, { find, control: 'auto' }), null)
  expect(status).toMatchObject({ local: false, manager: 'none' })
  expect(status.reason).toContain('OLLAMA_LOCATION=local')
})

const hostWithoutGpu: SystemStats = {
  cpu: { percent: 10, cores: 8, load_average: [] },
  cpu_percent: 10,
  memory: memoryOf(64 * gib, 48 * gib),
  vram: null,
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: null,
  uptime_seconds: 5,
  sampled_at: '2026-01-01T00:00:00.000Z',
  host: 'workstation',
}

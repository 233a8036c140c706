import { expect, test } from 'vitest'
import { isLocal } from '../src/instances/location.ts'
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

test('while the GPUs of this machine are not known there is no doubt', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => null })
  await instance.loaded.read()
  expect(isLocal(instance)).toBe(true)
})

test('what a person says of a server counts more than what it holds', async () => {
  const loaded = async () => [loadedModel('a', { sizeVram: 40 * gib })]
  const { instance } = stubInstance({ loaded }, { maxOnGpus: () => 0, location: 'local' })
  await instance.loaded.read()
  expect(isLocal(instance)).toBe(true)
})

import { expect, test } from 'vitest'
import { createGpuReader } from '../src/system/gpus/gpu-reader.ts'
import { listGpus, unifiedMemoryOf, vramOf } from '../src/system/gpu-pools.ts'
import { memoryOf } from '../src/system/local-host.ts'
import { playHost, readRecordedHosts } from './hosts.ts'

test.each(await readRecordedHosts())('%s', async (_, host) => {
  const { signal } = new AbortController()
  const state = await createGpuReader(await playHost(host)).read(signal)
  const gpus = listGpus(state.gpus)
  const seen = gpus.map(({ name, vendor, vram_total, vram_used, memory }) => ({ name, vendor, vram_total, vram_used, memory }))
  console.log(host.title, JSON.stringify(vramOf(state.gpus)), JSON.stringify(unifiedMemoryOf(state.gpus, memoryOf(host.ram_total, host.ram_available))), state.problem?.message, state.isKnown)
  expect(seen).toEqual(host.expected.gpus)
})

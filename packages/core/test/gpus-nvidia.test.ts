import { expect, test } from 'vitest'
import { createGpuReader } from '../src/system/gpus/gpu-reader.ts'
import { aHost, playHost } from './hosts.ts'
import { l4, mib, readHost, signal } from './read-gpus.ts'

test('zeros of an idle NVIDIA card stay zeros', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [l4] } })
  expect(gpus).toEqual([
    {
      id: 'GPU-1',
      name: 'NVIDIA L4',
      vendor: 'NVIDIA',
      memory: 'dedicated',
      runs_models: true,
      vram_total: 23_034 * mib,
      vram_used: 0,
      vram_free: 22_564 * mib,
      utilization_percent: 0,
      temperature_celsius: 40,
      power_watts: 17.21,
    },
  ])
  expect(problem).toBeNull()
})

test('cards are found without lspci, and lspci is not needed for them', async () => {
  const host = await playHost(aHost({ nvidia: { gpus: [l4, { ...l4, uuid: 'GPU-2', 'memory.used': '1024' }] } }))
  const { gpus } = await createGpuReader(host).read(signal)
  expect(gpus.map(({ vram_used }) => vram_used)).toEqual([0, 1024 * mib])
  expect(host.asked.every((line) => line.startsWith('nvidia-smi'))).toBe(true)
})

test('a name with a comma in it does not shift the figures', async () => {
  const { gpus } = await readHost({ nvidia: { gpus: [{ ...l4, name: 'GRID A100, 4C' }] } })
  expect(gpus[0]).toMatchObject({ name: 'GRID A100, 4C', vram_total: 23_034 * mib, power_watts: 17.21 })
})

test('an older nvidia-smi that refuses fields is asked without them', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [l4], unknown_fields: ['mig.mode.current', 'uuid'] } })
  expect(gpus).toMatchObject([{ id: '00000000:01:00.0', vram_total: 23_034 * mib }])
  expect(problem).toBeNull()
})

test.each([
  ['driver_version', '418.43', 'NVIDIA driver 418.43 is too old for Ollama.'],
  ['compute_mode', 'Prohibited', 'The NVIDIA GPU does not allow compute programs (compute mode "Prohibited").'],
])('a card whose %s is %s is shown, and none that models run on', async (field, text, message) => {
  const { gpus, problem, isKnown } = await readHost({ nvidia: { gpus: [{ ...l4, [field]: text }] } })
  expect(gpus).toMatchObject([{ name: 'NVIDIA L4', vram_total: 23_034 * mib, runs_models: false }])
  expect(problem?.message).toBe(message)
  expect(isKnown).toBe(true)
})

test.each(['470.256.02', '535.129.03', '1000.1', '[N/A]'])('driver %s is not too old', async (version) => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [{ ...l4, driver_version: version }] } })
  expect(gpus).toMatchObject([{ runs_models: true }])
  expect(problem).toBeNull()
})

test('a card that only draws beside one that computes is no problem', async () => {
  const { gpus, problem } = await readHost({ nvidia: { gpus: [{ ...l4, compute_mode: 'Prohibited' }, l4] } })
  expect(gpus.map(({ runs_models }) => runs_models)).toEqual([false, true])
  expect(problem).toBeNull()
})

test.each(['[N/A]', 'ERR!', ''])('a placeholder in place of a number means unknown: %j', async (text) => {
  const { gpus } = await readHost({
    nvidia: { gpus: [{ ...l4, 'power.draw': text, 'utilization.gpu': text, 'temperature.gpu': text }] },
  })
  expect(gpus).toMatchObject([{ utilization_percent: null, temperature_celsius: null, power_watts: null }])
})

test('without nvidia-smi a card is found through the kernel, without metrics', async () => {
  const information =
    'Model: \t\t NVIDIA GeForce RTX 3090\nIRQ:   \t\t 152\nGPU UUID: \t GPU-3\nBus Location: \t 0000:01:00.0\n'
  const { gpus, problem } = await readHost({
    files: { '/proc/driver/nvidia/gpus/0000:01:00.0/information': information },
  })
  expect(gpus).toMatchObject([{ id: 'GPU-3', name: 'NVIDIA GeForce RTX 3090', memory: 'dedicated', vram_total: null }])
  expect(problem?.hint).toContain('--gpus all')
})

test('nvidia-smi is found where Windows and WSL have it, though not in PATH', async () => {
  const place = '/usr/lib/wsl/lib/nvidia-smi'
  const host = await playHost(aHost({ nvidia: { gpus: [l4] } }))
  const { gpus } = await createGpuReader({
    ...host,
    run: (program, args, limits) => host.run(program === place ? 'nvidia-smi' : 'absent', args, limits),
  }).read(signal)
  expect(gpus).toHaveLength(1)
})

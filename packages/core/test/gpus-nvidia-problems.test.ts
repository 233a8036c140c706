import { expect, test } from 'vitest'
import { explainNvidiaProblem } from '../src/system/gpus/nvidia/nvidia-problems.ts'
import { amdCard, apu, l4, noDriver, readHost } from './read-gpus.ts'

test.each([
  ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure …", 'modprobe nvidia'],
  ['Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.144', 'Reboot'],
  ['Failed to initialize NVML: Unknown Error', 'Restart the container'],
  ['Failed to initialize NVML: GPU access blocked by the operating system', 'wsl --update'],
  ['Unable to determine the device handle for GPU0000:02:00.0: GPU is lost.  Reboot the system', 'Reboot'],
  ['No devices were found', '--gpus all'],
])('a failure of nvidia-smi comes with its remedy: %s', (text, remedy) => {
  expect(explainNvidiaProblem(text).hint).toContain(remedy)
})

test('any other failure is reported by its first line, shortened', () => {
  expect(explainNvidiaProblem(`\n${'x'.repeat(100_000)}\nmore`).message).toHaveLength(
    'nvidia-smi failed: '.length + 200,
  )
})

const pciDevice = (vendor: string) => ({
  '/sys/bus/pci/devices/0000:01:00.0/vendor': vendor,
  '/sys/bus/pci/devices/0000:01:00.0/class': '0x030000',
})

test('nvidia-smi on a host without an NVIDIA card is not a problem', async () => {
  expect(await readHost({ nvidia: { gpus: [], failure: noDriver }, files: pciDevice('0x1002') })).toMatchObject({
    gpus: [],
    problem: null,
  })
  const { problem } = await readHost({ nvidia: { gpus: [], failure: noDriver }, files: pciDevice('0x10de') })
  expect(problem?.message).toBe('nvidia-smi cannot reach the NVIDIA driver.')
})

test('an nvidia-smi that does not end in time says nothing of whether there is a card', async () => {
  const files = pciDevice('0x1002')
  expect(await readHost({ nvidia: { gpus: [], failure: 'timeout' }, files })).toMatchObject({
    gpus: [],
    isKnown: false,
    problem: { message: 'nvidia-smi timed out.' },
  })
})

test('a driver that hides its GPUs is reported, even if another GPU is visible', async () => {
  const files = { ...pciDevice('0x10de'), ...amdCard('card0', apu) }
  const { gpus, isKnown } = await readHost({ nvidia: { gpus: [], failure: noDriver }, files })
  expect(gpus).toMatchObject([{ vendor: 'AMD' }])
  expect(isKnown).toBe(false)
  expect(await readHost({ nvidia: { gpus: [l4] }, files: amdCard('card0', apu) })).toMatchObject({ isKnown: true })
})

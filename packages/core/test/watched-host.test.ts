import { expect, onTestFinished, test } from 'vitest'
import { localHost } from '../src/system/local-host.ts'
import { createWatchedHost } from '../src/system/watched-host.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { aHost, playHost } from './hosts.ts'
import { stubInstance } from './stub-ollama.ts'

const gib = 2 ** 30
const card = {
  index: '0',
  name: 'NVIDIA L4',
  uuid: 'GPU-1',
  'memory.total': '24576',
  'memory.used': '0',
  'memory.free': '24576',
}

/** Its nvidia-smi answers when told to. */
async function slowHost(clock: FakeClock) {
  const access = await playHost(aHost({ nvidia: { gpus: [card] } }))
  const slow = Promise.withResolvers<void>()
  const run: typeof access.run = async (...call) => {
    await slow.promise
    return access.run(...call)
  }
  const host = createWatchedHost(
    { probe: localHost({ diskOf: import.meta.dirname, access: { ...access, run }, clock }), modelsFolder: null },
    clock,
  )
  onTestFinished(() => host[Symbol.dispose]())
  expect(await clock.until(host.latest())).toMatchObject({ vram: null, gpus_known: false })
  return { host, answer: slow.resolve }
}

test('what fits is asked of a GPU that has not answered yet: the answer comes with it', async () => {
  const clock = fakeClock()
  const { host, answer } = await slowHost(clock)
  const { instance } = stubInstance()
  const [memory, total] = [host.memoryFor(instance), host.vramTotal()]
  await clock.advance(2000)
  answer()
  expect(await memory).toMatchObject({ vramBytes: 23 * gib, gpuCount: 1 })
  expect(await total).toBe(24 * gib)
})

test('a driver that takes long is not waited for: what fits is unknown until it has answered', async () => {
  const clock = fakeClock()
  const { host, answer } = await slowHost(clock)
  const { instance } = stubInstance()
  const memory = host.memoryFor(instance)
  await clock.advance(6000)
  expect(await memory).toBeNull()
  answer()
  expect(await host.memoryFor(instance)).toMatchObject({ vramBytes: 23 * gib })
})

test('nobody waits for a GPU of this machine to learn what fits on another', async () => {
  const { host } = await slowHost(fakeClock())
  const { instance } = stubInstance()
  expect(await host.memoryFor({ ...instance, location: 'remote' })).toBeNull()
})

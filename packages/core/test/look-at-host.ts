import { localHost } from '../src/system/local-host.ts'
import { createWatchedHost } from '../src/system/watched-host.ts'
import { fakeClock } from './fake-clock.ts'
import { playHost, type RecordedHost } from './hosts.ts'
import { stubInstance } from './stub-ollama.ts'

/** What the dashboard tells of a recorded host: a sample, the memory for models, and what health says of its GPUs. */
export async function lookAt(recorded: RecordedHost) {
  const clock = fakeClock()
  const access = await playHost(recorded)
  const host = createWatchedHost(
    { probe: localHost({ diskOf: import.meta.dirname, access, clock }), modelsFolder: null },
    clock,
  )
  const stats = await host.latest()
  if (!stats) throw new Error(`Nothing can be read of ${recorded.title}.`)
  const { instance } = stubInstance()
  const memory = await host.memoryFor(instance)
  const vramTotal = await host.vramTotal()
  const gpu = host.health().find(({ name }) => name === 'gpu')
  const problem = gpu?.status === 'degraded' ? gpu.detail : null
  host[Symbol.dispose]()
  return { stats, memory, vramTotal, problem }
}

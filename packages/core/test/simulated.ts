import { type Simulator, type SimulatorOptions, startSimulator } from '@ollama-dashboard/ollama-sim'
import { onTestFinished } from 'vitest'
import { type Core, createCore } from '../src/core.ts'
import { createMemoryStorage } from '../src/storage/memory-storage.ts'

/** A core over a simulated Ollama on a real socket; both end with the test. */
export async function simulatedCore(options: SimulatorOptions = {}): Promise<{ core: Core; simulator: Simulator }> {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, ...options })
  const storage = await createMemoryStorage()
  const core = createCore({
    storage,
    instances: [{ name: 'default', url: new URL(simulator.url) }],
    version: '1.0.0',
    dataDir: import.meta.dirname,
  })
  onTestFinished(async () => {
    await core[Symbol.asyncDispose]()
    await storage[Symbol.asyncDispose]()
    await simulator.close()
  })
  return { core, simulator }
}

export const caller = (signal: AbortSignal = new AbortController().signal) => ({ keyId: 'laptop', signal })

import { type Simulator, type SimulatorOptions, startSimulator } from '@ollama-dashboard/ollama-sim'
import { onTestFinished } from 'vitest'
import { openCore } from '../src/core.ts'
import type { Core } from '../src/core-interface.ts'
import type { CoreOptions } from '../src/core-options.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A core over a simulated Ollama on a real socket; both end with the test. */
export async function simulatedCore(
  options: SimulatorOptions = {},
  more: Partial<CoreOptions> = {},
): Promise<{ core: Core; simulator: Simulator; dataDir: string }> {
  const dataDir = await temporaryFolder()
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, ...options })
  const storage = await createMemoryStorage()
  const core = await openCore({
    storage,
    acceptedKeys: null,
    instances: [{ name: 'default', url: new URL(simulator.url) }],
    version: '1.0.0',
    host: { sample: async () => simulator.host() },
    dataDir,
    ...more,
  })
  onTestFinished(async () => {
    await core[Symbol.asyncDispose]()
    await storage[Symbol.asyncDispose]()
    await simulator.close()
  })
  return { core, simulator, dataDir }
}

/** A core over what an earlier one left: the same simulated Ollama and storage. Whoever opens it ends it. */
export const openOver = async (simulator: Simulator, storage: CoreOptions['storage']): Promise<Core> =>
  openCore({
    instances: [{ name: 'default', url: new URL(simulator.url) }],
    dataDir: await temporaryFolder(),
    version: '1',
    storage,
    acceptedKeys: null,
  })

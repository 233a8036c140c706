import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CoreOptions, createMemoryStorage, openCore } from '@ollama-dashboard/core'
import { type SimulatorOptions, startSimulator } from '@ollama-dashboard/ollama-sim'
import { onTestFinished } from 'vitest'
import { testKeys } from './test-keys.ts'

type OtherInstances = readonly CoreOptions['instances'][number][]

export interface SimulatedCoreOptions {
  readonly simulation?: SimulatorOptions
  /** Servers beside the simulated one, which is the default. */
  readonly others?: OtherInstances
  readonly core?: Partial<CoreOptions>
}

/** Core over a simulated Ollama on a socket of its own, with a storage in memory; both end with the test. */
export async function simulatedCore({ simulation, others = [], core: more }: SimulatedCoreOptions = {}) {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000, ...simulation })
  onTestFinished(() => simulator.close())
  const dataDir = await mkdtemp(join(tmpdir(), 'dashboard-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const core = await openCore({
    storage,
    acceptedKeys: testKeys,
    instances: [{ name: 'default', url: new URL(simulator.url) }, ...others],
    version: '1.0.0',
    host: { sample: async () => simulator.host() },
    dataDir,
    ...more,
  })
  onTestFinished(() => core[Symbol.asyncDispose]())
  return { simulator, core, dataDir }
}

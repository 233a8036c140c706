import { createOllama, DashboardError, type Demo, type InstanceAddress } from '@ollama-dashboard/core'
import { demoSentences } from './demo-sentences.ts'

const answerLimitMs = 1000

/** Why nothing can be watched at this address, without a full stop; null when an Ollama answers there. */
export async function whyNotReachable({
  url,
  access,
}: Pick<InstanceAddress, 'url' | 'access'>): Promise<string | null> {
  await using ollama = createOllama(url, access ? { access } : {})
  const limit = AbortSignal.timeout(answerLimitMs)
  try {
    await ollama.version(limit)
    return null
  } catch (error) {
    if (limit.aborted) return `no response within ${answerLimitMs / 1000} s`
    if (error instanceof DashboardError) return error.message.replace(/\.$/, '')
    throw error
  }
}

export interface RunningDemo extends AsyncDisposable {
  readonly demo: Demo
}

/** A simulated Ollama in the place of one that is not there, loaded only then: nobody else pays for it. */
export async function startDemo(awaited: InstanceAddress, reason: string, left: () => void): Promise<RunningDemo> {
  const { startSimulator } = await import('@ollama-dashboard/ollama-sim')
  const simulator = await startSimulator({ scenario: 'home', sentences: demoSentences })
  return {
    demo: {
      tried: awaited.url.host,
      reason,
      url: new URL(simulator.url),
      machine: { probe: { sample: async () => simulator.host() }, modelsFolder: null },
      awaited,
      left,
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}

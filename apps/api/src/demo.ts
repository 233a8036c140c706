import type { Demo } from '@ollama-dashboard/core'
import { demoSentences } from './demo-sentences.ts'

const answerLimitMs = 1000

/** Why nothing can be watched at this address; null when an Ollama answers there. */
export async function whyNotReachable(address: URL): Promise<string | null> {
  try {
    const response = await fetch(new URL('/api/version', address), { signal: AbortSignal.timeout(answerLimitMs) })
    await response.body?.cancel()
    return response.ok ? null : `it answered ${response.status}`
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return `it did not answer within ${answerLimitMs / 1000} s`
    return 'the connection was refused'
  }
}

export interface RunningDemo extends AsyncDisposable {
  readonly demo: Demo
}

/** A simulated Ollama in the place of one that is not there, loaded only then: nobody else pays for it. */
export async function startDemo(awaited: URL, reason: string, left: () => void): Promise<RunningDemo> {
  const { startSimulator } = await import('@ollama-dashboard/ollama-sim')
  const simulator = await startSimulator({ scenario: 'home', sentences: demoSentences })
  return {
    demo: {
      tried: awaited.host,
      reason,
      url: new URL(simulator.url),
      host: { sample: async () => simulator.host() },
      awaited,
      left,
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}

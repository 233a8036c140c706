import { createOllama, DashboardError, type Demo, type InstanceAddress } from '@ollama-dashboard/core'

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
    if (error instanceof DashboardError) return withoutSubject(error.message)
    throw error
  }
}

/** It stands in brackets behind "No Ollama found at …", and must not begin with the name of what is not there. */
const withoutSubject = (message: string): string =>
  message
    .replace(/^Ollama (refused|closed) the connection/, 'connection $1')
    .replace(/^Ollama /, '')
    .replace(/^(?:A|The) /, (article) => article.toLowerCase())
    .replace(/\.$/, '')

export interface RunningDemo extends AsyncDisposable {
  readonly demo: Demo
}

/** A simulated Ollama with a week behind it, in the place of one that is not there. It is loaded only then: nobody else pays for it. */
export async function startDemo(awaited: InstanceAddress, reason: string, left: () => void): Promise<RunningDemo> {
  const [{ startSimulator }, { demoPast }, { demoSentences }] = await Promise.all([
    import('@ollama-dashboard/ollama-sim'),
    import('./past/demo-past.ts'),
    import('./demo-sentences.ts'),
  ])
  const simulator = await startSimulator({ scenario: 'home', sentences: demoSentences, hasPeople: true })
  return {
    demo: {
      tried: awaited.url.host,
      reason,
      url: new URL(simulator.url),
      machine: { probe: { sample: async () => simulator.host() }, modelsFolder: null },
      past: (until) => demoPast(simulator.past(until)),
      awaited,
      left,
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}

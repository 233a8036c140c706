import { type SimulatedCoreOptions, simulatedCore } from '../simulated-core.ts'
import { as, type TestAppOptions, testApp } from '../support.ts'

/** A dashboard over a simulated Ollama, and what reads its metrics. */
export async function scrapedApp(options: TestAppOptions = {}, simulated: SimulatedCoreOptions = {}) {
  const { core, simulator } = await simulatedCore(simulated)
  const { app } = await testApp({ core, ...options })
  const headers = as('admin')
  const send = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url, headers, ...(payload && { payload }) })
  const read = async (accept = '*/*') => {
    const answer = await app.inject({ url: '/metrics', headers: { ...headers, accept } })
    return { text: answer.body, type: String(answer.headers['content-type']) }
  }
  return { app, core, simulator, send, read }
}

/** Does some of everything that is counted. */
export async function keepBusy({ send }: Pick<Awaited<ReturnType<typeof scrapedApp>>, 'send'>): Promise<void> {
  await send('GET', '/api/models/available')
  await send('GET', '/api/models/info/llama3.2:3b')
  await send('GET', '/api/system/stats')
  await send('POST', '/api/models/start/llama3.2:3b')
  await send('POST', '/api/chat', { model: 'llama3.2:3b', prompt: 'Hello', stream: false })
  await send('POST', '/api/models/pull/smollm2:135m?wait=true')
}

export const openMetrics = 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5'

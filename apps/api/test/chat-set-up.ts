import { createClient } from '@ollama-dashboard/client'
import {
  type ApiContract,
  type ChatChunk,
  type ChatRequest,
  contract,
  endpointTable,
} from '@ollama-dashboard/contracts'
import { type SimulatedCoreOptions, simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, type TestAppOptions, testApp } from './support.ts'

export const model = 'llama3.2:3b'

/** The whole API over a simulated Ollama, and a client of it. */
export async function setUp({ drainMs, ...options }: SimulatedCoreOptions & Pick<TestAppOptions, 'drainMs'> = {}) {
  const { core, simulator, dataDir } = await simulatedCore(options)
  const { app, lines } = await testApp({ core, ...(drainMs !== undefined && { drainMs }) })
  const baseUrl = await serve(app)
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('operator') })
  const say = async (request: Omit<ChatRequest, 'model'> & { model?: string }) => {
    const chunks: ChatChunk[] = []
    for await (const chunk of client.chat.send({ body: { model, ...request } })) chunks.push(chunk)
    return chunks
  }
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/api/chat', headers: as('operator'), payload: { model, ...payload } })
  return { app, core, client, simulator, lines, baseUrl, dataDir, say, post }
}

export const textOf = (chunks: readonly ChatChunk[]) => chunks.map(({ message }) => message?.content ?? '').join('')
export const metricsOf = (chunks: readonly ChatChunk[]) => chunks.at(-1)?.metrics
/** A prompt of about so many tokens: four characters make one in the simulator. */
export const long = (tokens: number) => 'word'.repeat(tokens)

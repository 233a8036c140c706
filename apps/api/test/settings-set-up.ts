import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { simulatedCore } from './simulated-core.ts'
import { keyOf, serve, testApp } from './support.ts'

export const model = 'llama3.2:3b'
export const params = { model }

/** The whole API over a simulated Ollama, a client of it, and the file of settings. */
export async function setUp() {
  const { core, dataDir } = await simulatedCore()
  const { app } = await testApp({ core })
  const baseUrl = await serve(app)
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('admin') })
  const file = join(dataDir, 'model_settings.json')
  const read = async () => JSON.parse(await readFile(file, 'utf8'))
  return { core, app, baseUrl, client, file, read }
}

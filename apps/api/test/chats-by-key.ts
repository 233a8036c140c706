import { ApiError, createClient } from '@ollama-dashboard/client'
import { type ApiContract, type ConversationMessage, contract, endpointTable } from '@ollama-dashboard/contracts'
import { type CoreOptions, hashKey } from '@ollama-dashboard/core'
import { simulatedCore } from './simulated-core.ts'
import { serve, testApp } from './support.ts'

export const model = 'llama3.2:3b'
export const said = (content: string, role: ConversationMessage['role'] = 'user'): ConversationMessage => ({
  role,
  content,
})

/** The API with four keys, and a client of each. */
export async function setUp(core: Partial<CoreOptions> = {}) {
  const keys = [
    { id: 'ann', role: 'operator' as const },
    { id: 'bob', role: 'operator' as const },
    { id: 'eve', role: 'viewer' as const },
    { id: 'admin', role: 'admin' as const },
  ]
  const acceptedKeys = keys.map(({ id, role }) => ({ id, role, sha256: hashKey(`key-of-${id}`) }))
  const { core: opened, dataDir } = await simulatedCore({
    core: { acceptedKeys, ...core },
    simulation: { scenario: 'home' },
  })
  const { app } = await testApp({ core: opened })
  const baseUrl = await serve(app)
  const as = (id: string) => {
    const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: `key-of-${id}` })
    return { ...client.conversations, send: client.chat.send }
  }
  return { core: opened, app, ann: as('ann'), bob: as('bob'), eve: as('eve'), admin: as('admin'), dataDir }
}

/** The code that a call failed with; null where it did not fail. */
export const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (reason) => reason,
  )
  return error instanceof ApiError ? error.code : error
}

export const titles = ({ sessions }: { sessions: readonly { title: string }[] }) => sessions.map(({ title }) => title)

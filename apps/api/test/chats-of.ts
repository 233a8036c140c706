import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'
import { hashKey } from '../src/access/key-ring.ts'
import { simulatedCore } from './simulated-core.ts'
import { testApp } from './support.ts'

/** The conversations of an API as operators of these names see them. */
export async function chatsOf<Name extends string>(names: readonly Name[]) {
  const { core } = await simulatedCore({ simulation: { scenario: 'home' } })
  const keys = names.map((id) => ({ id, role: 'operator' as const, sha256: hashKey(`key-of-${id}`) }))
  const { app } = await testApp({ core, keys })
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const as = (name: Name) =>
    createClient<ApiContract>(endpointTable(contract), { baseUrl, key: `key-of-${name}` }).conversations
  return Object.fromEntries(names.map((name) => [name, as(name)])) as Record<Name, ReturnType<typeof as>>
}

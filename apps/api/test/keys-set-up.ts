import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type FreshKey, type Role } from '@ollama-dashboard/contracts'
import type { CoreOptions } from '@ollama-dashboard/core'
import { onTestFinished } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { keyOf, serve, testApp } from './support.ts'

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
export const ownPage = { 'sec-fetch-site': 'same-origin' }

/** The whole API on a socket of its own, and its clients by their keys. */
export async function setUp(options: Partial<CoreOptions> = {}) {
  const { core, simulator } = await simulatedCore({ core: options, simulation: { tokensPerSecond: 50 } })
  const { app, lines } = await testApp({ core })
  const baseUrl = await serve(app)
  const clientOf = (key: string) => createClient<ApiContract>(endpointTable(contract), { baseUrl, key })
  const admin = clientOf(keyOf('admin'))
  const create = (name: string, role: Role = 'operator', expires_at: string | null = null): Promise<FreshKey> =>
    admin.keys.create({ body: { name, role, expires_at } })
  const session = (headers: Record<string, string>) => app.inject({ url: '/api/session', headers })

  /** Signs a browser in, and resolves with its cookie. */
  async function signIn(key: string): Promise<string> {
    const answer = await app.inject({ method: 'POST', url: '/api/session', headers: bearer(key) })
    return String(answer.headers['set-cookie']).split(';')[0] ?? ''
  }

  /** Opens the event stream. `ended` resolves with all of it when the server ends it, and rejects when it is cut off. */
  async function listen(headers: Record<string, string>) {
    const leave = new AbortController()
    onTestFinished(() => leave.abort())
    const answer = await fetch(`${baseUrl}/api/events`, { headers, signal: leave.signal })
    const ended = answer.text()
    // Those that go on are cut off at the end of the test.
    ended.catch(() => undefined)
    return { status: answer.status, ended }
  }

  return { app, core, simulator, lines, baseUrl, admin, clientOf, create, session, signIn, listen }
}

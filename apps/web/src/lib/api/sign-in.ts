import { ApiError } from '@ollama-dashboard/client'
import type { Session } from '@ollama-dashboard/contracts'
import { api } from './api.ts'
import { readSession } from './read-session.ts'
import { setKey } from './signed-in.ts'

/**
 * Exchanges the key for a session cookie. Where none can be had, the key itself is held by this tab. Throws where the key is
 * not accepted, and then nobody is signed in.
 */
export async function signIn(key: string): Promise<Session> {
  setKey(key)
  try {
    await api.session.create()
    setKey(null)
    const session = await readSession()
    if (session.role !== null) return session
    // This browser keeps no cookies.
    setKey(key)
    return await readSession()
  } catch (error) {
    // Reading and chatting go on while nothing can be kept.
    if (error instanceof ApiError && error.code === 'storage_unavailable') return await readSession()
    setKey(null)
    throw error
  }
}

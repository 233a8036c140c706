import type { Session } from '@ollama-dashboard/contracts'
import { loadRareRights } from '../access/rare-rights.ts'
import { api } from './api.ts'

/** Who is at the page, and what is needed to tell them what is locked. Throws what the request throws. */
export async function readSession(signal?: AbortSignal): Promise<Session> {
  const session = await api.session.get({}, signal && { signal })
  await loadRareRights(session)
  return session
}

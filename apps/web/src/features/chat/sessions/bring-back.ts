import type { ChatSession } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'

/** What is saved to have a deleted session again. */
export const bodyToBringBack = ({ id, title, model, messages }: ChatSession) => ({ id, title, model, messages })

/** False where a session is too large to be saved at once, as with many images: deleting it is for good. */
export const canBeBroughtBack = (session: ChatSession): boolean =>
  new TextEncoder().encode(JSON.stringify(bodyToBringBack(session))).length <= limits.bodyBytes

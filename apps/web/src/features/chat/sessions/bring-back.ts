import type { ChatSession } from '@ollama-dashboard/contracts'

/** As long as a body may be where its endpoint names no limit of its own. */
const bodyLimitBytes = 1024 ** 2

/** What is saved to have a deleted session again. */
export const bodyToBringBack = ({ id, title, model, messages }: ChatSession) => ({ id, title, model, messages })

/** False where a session is too large to be saved at once, as with many images: deleting it is for good. */
export const canBeBroughtBack = (session: ChatSession): boolean =>
  new TextEncoder().encode(JSON.stringify(bodyToBringBack(session))).length <= bodyLimitBytes

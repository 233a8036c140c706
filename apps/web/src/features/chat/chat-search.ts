import { limits } from '@ollama-dashboard/contracts/limits'

/** What the chat page shows beside its conversation, so that its address can be kept and sent. */
export interface ChatSearch {
  /** What the list of conversations is searched for. */
  readonly q?: string
  /** Who a new chat is with. */
  readonly model?: string
}

/** What makes sense of an address; the rest of it is ignored. */
export function readChatSearch(search: Record<string, unknown>): ChatSearch {
  // An address such as ?q=3 is read as a number.
  const q = typeof search['q'] === 'number' ? String(search['q']) : search['q']
  const { model } = search
  return {
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, limits.searchLength) }),
    ...(typeof model === 'string' && model !== '' && { model }),
  }
}

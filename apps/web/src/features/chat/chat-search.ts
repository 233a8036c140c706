import { limits } from '@ollama-dashboard/contracts/limits'
import { readQuery } from '../../lib/address-search.ts'

/** What the chat page shows beside its conversation, so that its address can be kept and sent. */
export interface ChatSearch {
  /** What the list of conversations is searched for. */
  readonly q?: string
  /** Who a new chat is with. */
  readonly model?: string
}

/** What makes sense of an address; the rest of it is ignored. */
export function readChatSearch(search: Record<string, unknown>): ChatSearch {
  const { model } = search
  return {
    ...readQuery(search, limits.searchLength),
    ...(typeof model === 'string' && model !== '' && { model }),
  }
}

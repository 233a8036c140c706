import { LRUCache } from 'lru-cache'

/** How many characters a token of a model has, as seen in its replies: for servers that cut a prompt without a word. */
export interface TokenRatios {
  note(digest: string | null, characters: number, tokens: number | null): void
  /** Null where nothing was seen yet. */
  tokensOf(digest: string | null, characters: number): number | null
}

/** Of a short prompt the template is most. */
const shortestSeen = 200

export function createTokenRatios(): TokenRatios {
  const seen = new LRUCache<string, number>({ max: 1000 })
  return {
    note(digest, characters, tokens) {
      if (digest === null || tokens === null || tokens === 0 || characters < shortestSeen) return
      const ratio = characters / tokens
      const before = seen.get(digest)
      // A moving average: texts differ, and the last ones tell most of the next.
      seen.set(digest, before === undefined ? ratio : before * 0.7 + ratio * 0.3)
    },
    tokensOf(digest, characters) {
      const ratio = digest === null ? undefined : seen.get(digest)
      return ratio === undefined ? null : Math.round(characters / ratio)
    },
  }
}

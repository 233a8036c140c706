import { LRUCache } from 'lru-cache'

/** How many characters a token of a model has, as seen in its replies: for servers that cut a prompt without a word. */
export interface TokenRatios {
  note(digest: string | null, characters: number | null, tokens: number | null): void
  /** Null where nothing was seen yet, or where characters do not tell. */
  tokensOf(digest: string | null, characters: number | null): number | null
}

/** Of a short prompt the template is most. */
const shortestSeen = 200

/** Of a model that nothing was seen of: English has four to a token, code and other languages fewer. */
const usualRatio = 3

/** A careful guess, to name a context that should do where a prompt is known not to fit. */
export const usualTokensOf = (characters: number): number => Math.ceil(characters / usualRatio)

export function createTokenRatios(): TokenRatios {
  const seen = new LRUCache<string, number>({ max: 1000 })
  return {
    note(digest, characters, tokens) {
      if (digest === null || tokens === null || tokens === 0) return
      if (characters === null || characters < shortestSeen) return
      const ratio = characters / tokens
      const before = seen.get(digest)
      // A moving average: texts differ, and the last ones tell most of the next.
      seen.set(digest, before === undefined ? ratio : before * 0.7 + ratio * 0.3)
    },
    tokensOf(digest, characters) {
      const ratio = digest === null ? undefined : seen.get(digest)
      return ratio === undefined || characters === null ? null : Math.round(characters / ratio)
    },
  }
}

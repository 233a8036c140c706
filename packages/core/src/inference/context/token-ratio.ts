import { LRUCache } from 'lru-cache'

/**
 * How many bytes of UTF-8 a token of a model has, as seen in its prompts and replies: for servers that do not count a
 * prompt. Bytes, since a character of another script is several, and rarely fewer tokens than an English one.
 */
export interface TokenRatios {
  /** Records a prompt that was not truncated. */
  notePrompt(digest: string | null, bytes: number | null, tokens: number | null): void
  noteReply(digest: string | null, bytes: number | null, tokens: number | null): void
  /** Likely token count; null if no prompt was recorded yet, or if the size in bytes is unknown. */
  tokensOf(digest: string | null, bytes: number | null): number | null
  /** Token count that a context should have room for; null if neither a prompt nor a reply was recorded yet. */
  tokensToHold(digest: string | null, bytes: number): number | null
}

/** Shorter prompts consist mostly of the template. */
const minPromptTokens = 200

/** A reply has no template, but a token that ends it. */
const minReplyTokens = 60

/** Digits and code have fewer bytes to a token than the text that was seen. */
const densest = 1.5

interface Seen {
  readonly prompts?: number
  readonly replies?: number
}

/** Remembers bytes per token for the 1,000 models used last, in memory only. */
export function createTokenRatios(): TokenRatios {
  const seen = new LRUCache<string, Seen>({ max: 1000 })
  const note =
    (kind: keyof Seen, shortest: number): TokenRatios['notePrompt'] =>
    (digest, bytes, tokens) => {
      if (digest === null || !tokens || bytes === null || bytes < shortest) return
      const before = seen.get(digest)
      seen.set(digest, { ...before, [kind]: average(before?.[kind], bytes / tokens) })
    }
  return {
    notePrompt: note('prompts', minPromptTokens),
    noteReply: note('replies', minReplyTokens),
    tokensOf(digest, bytes) {
      const { prompts } = seen.get(digest ?? '') ?? {}
      return prompts === undefined || bytes === null ? null : Math.round(bytes / prompts)
    },
    tokensToHold(digest, bytes) {
      const { prompts = Number.POSITIVE_INFINITY, replies = Number.POSITIVE_INFINITY } = seen.get(digest ?? '') ?? {}
      const fewest = Math.min(prompts, replies)
      return fewest === Number.POSITIVE_INFINITY ? null : Math.ceil((bytes / fewest) * densest)
    },
  }
}

/** A moving average: texts differ, and the last ones tell most of the next. */
const average = (before: number | undefined, ratio: number): number =>
  before === undefined ? ratio : before * 0.7 + ratio * 0.3

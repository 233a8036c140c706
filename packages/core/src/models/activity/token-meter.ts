/** Counts the tokens of one running reply, and tells how fast they come. */
export interface TokenMeter {
  /** One more line has come: of a reply, Ollama sends about one token per line. */
  count(): void
  readonly tokens: number
  /** Notes how many there are by now; `now` is in milliseconds. Called at regular intervals. */
  mark(now: number): void
  /** Between the first and the last mark of the last intervals; null until two marks have found tokens. */
  readonly tokensPerSecond: number | null
}

/** `intervals`: how many of the last ones the speed is of. */
export function createTokenMeter(intervals: number): TokenMeter {
  const marks: { readonly at: number; readonly tokens: number }[] = []
  let tokens = 0
  return {
    count() {
      tokens += 1
    },
    get tokens() {
      return tokens
    },
    mark(now) {
      if (tokens === 0) return
      marks.push({ at: now, tokens })
      if (marks.length > intervals + 1) marks.shift()
    },
    get tokensPerSecond() {
      const [first, last] = [marks[0], marks.at(-1)]
      if (!first || !last || last.at <= first.at) return null
      return ((last.tokens - first.tokens) * 1000) / (last.at - first.at)
    },
  }
}

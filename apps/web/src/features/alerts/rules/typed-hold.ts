const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }
/** As the API has it: one day. */
export const longestHold = 86_400

/** A number, and the first letter of its unit: "5 min", "1,5h". */
const part = /^\s*(\d+(?:[.,]\d+)?)\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)?\s*/i

/**
 * How long, as people type it: `30`, `30 s`, `5 min`, `1h 30m`, `1,5 h`, `2:30` for minutes and seconds, and nothing for
 * at once. In whole seconds; NaN for anything else.
 */
export function typedHold(text: string): number {
  const clock = /^\s*(\d{1,4}):([0-5]\d)\s*$/.exec(text)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2])
  let rest = text
  let seconds = 0
  let last = Number.POSITIVE_INFINITY
  while (rest.trim() !== '') {
    const found = part.exec(rest)
    const unit = secondsOf[found?.[2]?.[0]?.toLowerCase() ?? 's'] ?? 1
    // From the longer to the shorter, each once: "5 5 min" is a slip.
    if (!found || unit >= last || (rest !== text && found[2] === undefined)) return Number.NaN
    seconds += Number(found[1]?.replace(',', '.')) * unit
    last = unit
    rest = rest.slice(found[0].length)
  }
  return Math.round(seconds)
}

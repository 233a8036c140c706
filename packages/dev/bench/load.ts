import autocannon from 'autocannon'

export interface Target {
  readonly url: string
  readonly headers?: Record<string, string>
}

const connections = 10

/** Requests a second that a server answers with 200 while ten connections ask as fast as they can. */
async function requestsPerSecond({ url, headers = {} }: Target, seconds: number): Promise<number> {
  const { non2xx, errors, requests, duration } = await autocannon({ url, headers, connections, duration: seconds })
  return speedOf(url, { non2xx, errors, total: requests.total, seconds: duration })
}

interface Load {
  readonly non2xx: number
  readonly errors: number
  readonly total: number
  readonly seconds: number
}

/** Requests a second. Throws where one of them was refused or failed: that is no speed. */
export function speedOf(url: string, { non2xx, errors, total, seconds }: Load): number {
  if (non2xx > 0 || errors > 0) throw new Error(`${url}: ${non2xx} refused, ${errors} failed.`)
  return total / seconds
}

/**
 * The speed of one server as a share of another's, and how much the rounds differed. They take turns, so that a machine
 * that gets slower meanwhile slows both; the median of the rounds counts.
 */
export async function speedRatio(
  one: Target,
  other: Target,
  { rounds = 5, seconds = 3 } = {},
  measure: typeof requestsPerSecond = requestsPerSecond,
) {
  for (const target of [one, other]) await measure(target, 2)
  const ratios: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const speeds: number[] = []
    for (const target of round % 2 === 0 ? [one, other] : [other, one]) speeds.push(await measure(target, seconds))
    const [first = 0, second = 0] = speeds
    ratios.push(round % 2 === 0 ? first / second : second / first)
  }
  ratios.sort((a, b) => a - b)
  return { median: ratios[Math.floor(rounds / 2)] ?? 0, least: ratios[0] ?? 0, most: ratios.at(-1) ?? 0 }
}

import autocannon from 'autocannon'

export interface Target {
  readonly url: string
  readonly headers?: Record<string, string>
}

const connections = 10

/** Requests a second that a server answers with 200 while ten connections ask as fast as they can. */
async function requestsPerSecond({ url, headers = {} }: Target, seconds: number): Promise<number> {
  const result = await autocannon({ url, headers, connections, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed.`)
  return result.requests.total / result.duration
}

/**
 * The speed of one server as a share of another's, and how much the rounds differed. They take turns, so that a machine
 * that gets slower meanwhile slows both; the median of the rounds counts.
 */
export async function speedRatio(one: Target, other: Target, { rounds = 5, seconds = 3 } = {}) {
  for (const target of [one, other]) await requestsPerSecond(target, 2)
  const ratios: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const speeds: number[] = []
    for (const target of round % 2 === 0 ? [one, other] : [other, one])
      speeds.push(await requestsPerSecond(target, seconds))
    const [first = 0, second = 0] = speeds
    ratios.push(round % 2 === 0 ? first / second : second / first)
  }
  ratios.sort((a, b) => a - b)
  return { median: ratios[Math.floor(rounds / 2)] ?? 0, least: ratios[0] ?? 0, most: ratios.at(-1) ?? 0 }
}

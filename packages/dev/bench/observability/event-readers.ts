// Clients of the event stream, in a process of their own: tells its parent how long each sample of the host was on its way,
// and goes on listening until it is ended.
import { Agent, get } from 'node:http'

export interface ReadersTask {
  readonly url: string
  readonly keys: readonly string[]
  readonly clients: number
  readonly warmUpMs: number
  readonly forMs: number
  /** Whether they are told the host's figures. */
  readonly stats?: boolean
}

export interface ReadersOutcome {
  /** From the sampling to the arrival of the whole event, in milliseconds. */
  readonly deliveriesMs: readonly number[]
  /** Clients that got no sample. */
  readonly without: number
}

process.once('message', (task: ReadersTask) => void read(task))

async function read({ url, keys, clients, warmUpMs, forMs, stats = true }: ReadersTask) {
  const agent = new Agent({ maxSockets: clients })
  const counts = new Array<number>(clients).fill(0)
  const deliveriesMs: number[] = []
  let isMeasuring = false
  for (let index = 0; index < clients; index += 1) {
    await open(`${url}/api/events?stats=${stats}`, keys[index % keys.length] ?? '', agent, (sampledAt) => {
      if (!isMeasuring) return
      counts[index] = (counts[index] ?? 0) + 1
      deliveriesMs.push(Date.now() - sampledAt)
    })
  }
  await new Promise((resolve) => setTimeout(resolve, warmUpMs))
  isMeasuring = true
  process.send?.('measuring')
  await new Promise((resolve) => setTimeout(resolve, forMs))
  const outcome: ReadersOutcome = { deliveriesMs, without: counts.filter((count) => count === 0).length }
  process.send?.(outcome)
}

/** Resolves when it has begun. */
function open(url: string, key: string, agent: Agent, onSample: (sampledAt: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`A stream was answered with ${response.statusCode}.`))
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
          const event = text.slice(0, end)
          text = text.slice(end + 2)
          if (!event.includes('event: stats')) continue
          const at = /"sampled_at":"([^"]+)"/.exec(event)?.[1]
          if (at) onSample(Date.parse(at))
        }
      })
      response.once('data', () => resolve())
    })
    request.once('error', reject)
  })
}

import { adminKey } from './fleet.ts'

export interface SeenEvent {
  readonly event: string
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: a proof reads what it expects, and fails where it is not there
  readonly data: any
  readonly at: number
}

/** Listens to the events of one replica. Disposing it ends that. */
export async function listen(url: string, after?: string) {
  const leaving = new AbortController()
  const seen: SeenEvent[] = []
  const headers = { authorization: `Bearer ${adminKey}`, ...(after !== undefined && { 'last-event-id': after }) }
  const answer = await fetch(`${url}/api/events`, { headers, signal: leaving.signal })
  const body = answer.body
  if (answer.status !== 200 || !body) throw new Error(`The event stream was answered ${answer.status}.`)
  // However it ends: whoever listens to one that is killed knows.
  const ended = read().catch(() => undefined)

  async function read() {
    let text = ''
    for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
        const data = field('data')
        if (data) seen.push({ event: field('event'), id: field('id'), data: JSON.parse(data), at: performance.now() })
      }
    }
  }

  return {
    seen,
    ended,
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await ended
    },
  }
}

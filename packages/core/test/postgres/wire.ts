import { once } from 'node:events'
import { type AddressInfo, createServer, connect as reach, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Wire {
  /** The same database, reached over the wire. */
  readonly url: string
  /** `silent` keeps connections and passes nothing on, never again on those of then; `cut` ends each as soon as it is made. */
  state: 'fine' | 'silent' | 'cut'
}

/** The network between the dashboard and a database, which fails as it is told to. It ends with the test. */
export async function wireTo(databaseUrl: string): Promise<Wire> {
  const url = new URL(databaseUrl)
  const port = Number(url.port)
  const sockets: Socket[] = []
  const dead = new WeakSet<Socket>()
  let state: Wire['state'] = 'fine'
  const server = createServer((near) => {
    sockets.push(near)
    near.on('error', () => undefined)
    if (state === 'silent') dead.add(near)
    if (state === 'cut') return void near.destroy()
    const far = reach(port, '127.0.0.1')
    sockets.push(far)
    far.on('error', () => undefined)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => !dead.has(near) && to.write(chunk))
      from.on('close', () => to.destroy())
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    get state() {
      return state
    },
    set state(next) {
      state = next
      // Also where nothing is said until it is fine again: the other end may be another one by then.
      if (next === 'silent') for (const socket of sockets) dead.add(socket)
    },
  }
}

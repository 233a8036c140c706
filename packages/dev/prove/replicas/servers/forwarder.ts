import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Forwarder extends AsyncDisposable {
  readonly port: number
  /** Cuts what is connected; who connects next reaches that port, or nobody. */
  pointTo(port: number | null): void
}

/** The name under which a server is known, whichever machine it is on. */
export async function startForwarder(port: number): Promise<Forwarder> {
  let to: number | null = port
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    keep(near)
    if (to === null) return void near.destroy()
    const far = keep(connect(to, '127.0.0.1'))
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  function keep(socket: Socket): Socket {
    sockets.add(socket)
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  function cut() {
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: (server.address() as AddressInfo).port,
    pointTo(next) {
      to = next
      cut()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
    },
  }
}
